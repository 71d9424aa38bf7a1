package io.weir.privacy.rlwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeySharingTest {
    @Property(tries = 20)
    void anySharesThatSufficeGiveTheSecret(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int members,
            @ForAll @IntRange(min = 1, max = 9) int t) {
        KeySharing sharing = new KeySharing(members, Math.min(t, members));
        RlweSecret secret = RlweSecret.generate(new FixedRandom(seed));
        List<KeyShare> shares = new ArrayList<>(sharing.share(secret, new FixedRandom(seed + 1)));
        Collections.shuffle(shares, new Random(seed));

        RlweSecret again = sharing.reconstruct(shares.subList(0, sharing.threshold()));

        assertThat(again.coefficients()).isEqualTo(secret.coefficients());
    }

    @Test
    void sharesOfTheSumAreSumsOfShares() {
        KeySharing sharing = new KeySharing(5, 3);
        RlweSecret one = RlweSecret.generate(new FixedRandom(1));
        RlweSecret two = RlweSecret.generate(new FixedRandom(2));
        List<KeyShare> ofOne = sharing.share(one, new FixedRandom(3));
        List<KeyShare> ofTwo = sharing.share(two, new FixedRandom(4));
        List<KeyShare> sums = new ArrayList<>();
        for (int member : List.of(1, 3, 4)) {
            sums.add(ofOne.get(member).plus(ofTwo.get(member)));
        }

        long[] sum = sharing.reconstruct(sums).coefficients();

        long[] first = one.coefficients();
        long[] second = two.coefficients();
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isEqualTo(RingModulus.add(first[i], second[i]));
        }
    }

    /** The same secret, all zeros: whatever a share shows comes from the sharing. */
    @Test
    void oneShareTooFewIsUniform() {
        RlweSecret zeros = RlweSecret.of(new long[4096]);
        List<KeyShare> shares = new KeySharing(4, 3).share(zeros, new FixedRandom(5));

        shares.forEach(share -> assertThat(ChiSquare.ofBytes(share.values())).isLessThan(ChiSquare.limit(255)));

        RlweSecret guessed = new KeySharing(4, 2).reconstruct(shares.subList(0, 2));
        assertThat(ChiSquare.ofBytes(guessed.coefficients())).isLessThan(ChiSquare.limit(255));
    }

    @Test
    void refusesWhatDoesNotReconstruct() {
        KeySharing sharing = new KeySharing(3, 2);
        List<KeyShare> shares = sharing.share(RlweSecret.generate(new FixedRandom(6)), new FixedRandom(7));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sharing.reconstruct(shares.subList(0, 1)))
                .withMessageContaining("2 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sharing.reconstruct(List.of(shares.get(0), shares.get(0))))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shares.get(0).plus(shares.get(1)))
                .withMessageContaining("members 1 and 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeySharing(3, 4));
        long[] outside = new long[4096];
        outside[7] = RingModulus.Q;
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyShare(1, outside));
    }
}
