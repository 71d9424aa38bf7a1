package io.weir.privacy.vss;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.field.ChiSquare;
import io.weir.privacy.field.FixedRandom;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import io.weir.privacy.mask.SeedWords;
import io.weir.privacy.rlwe.RlweSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fewer members than the threshold see nothing but noise, of the keys of both back-ends and with the blinding words. */
class FewSharesTest {
    @ParameterizedTest
    @CsvSource({"3, 2", "5, 4", "10, 7"})
    void ofAKeyForEncryptionAreUniform(int members, int threshold) {
        SecretSharing sharing = new SecretSharing(members, threshold);
        RlweSecret zero = RlweSecret.reconstruct(new SecretSharing(1, 1), List.of(new Share(1, new long[4096])));

        assertThat(statistic(sharing, 3, i -> zero.deal(sharing, Dealers.context(members, i), new FixedRandom(i))))
                .isLessThan(ChiSquare.limit(255));
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "5, 4", "10, 7"})
    void ofASeedOfMasksAreUniform(int members, int threshold) {
        SecretSharing sharing = new SecretSharing(members, threshold);
        long[] words = SeedWords.of(new byte[32]);
        VerifiableSharing verifiable = new VerifiableSharing(sharing, words.length, Dealers.context(members, 1));

        assertThat(statistic(sharing, 2000, i -> verifiable.deal(words, new FixedRandom(i))))
                .isLessThan(ChiSquare.limit(255));
    }

    private static double statistic(SecretSharing sharing, int dealings, IntFunction<Dealing> dealer) {
        List<List<Share>> seen = new ArrayList<>();
        for (int i = 0; i < dealings; i++) {
            List<Share> all =
                    dealer.apply(i).shares().stream().map(DealtShare::words).toList();
            seen.add(all.subList(0, sharing.threshold() - 1));
        }
        return ChiSquare.ofShares(sharing.members(), seen);
    }
}
