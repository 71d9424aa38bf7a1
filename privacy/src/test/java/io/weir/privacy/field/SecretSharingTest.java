package io.weir.privacy.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SecretSharingTest {
    @Property(tries = 20)
    void anySharesThatSufficeGiveTheSecret(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int members,
            @ForAll @IntRange(min = 1, max = 9) int t) {
        SecretSharing sharing = new SecretSharing(members, Math.min(t, members));
        long[] secret = words(seed);
        List<Share> shares = new ArrayList<>(sharing.share(secret, new FixedRandom(seed + 1)));
        Collections.shuffle(shares, new Random(seed));

        long[] again = sharing.reconstruct(shares.subList(0, sharing.threshold()));

        assertThat(again).isEqualTo(secret);
    }

    @Test
    void sharesOfTheSumAreSumsOfShares() {
        SecretSharing sharing = new SecretSharing(5, 3);
        long[] one = words(1);
        long[] two = words(2);
        List<Share> ofOne = sharing.share(one, new FixedRandom(3));
        List<Share> ofTwo = sharing.share(two, new FixedRandom(4));
        List<Share> sums = new ArrayList<>();
        for (int member : List.of(1, 3, 4)) {
            sums.add(ofOne.get(member).plus(ofTwo.get(member)));
        }

        long[] sum = sharing.reconstruct(sums);

        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isEqualTo(PrimeField.add(one[i], two[i]));
        }
    }

    /** The same secret, all zeros: whatever a share shows comes from the sharing. */
    @Test
    void oneShareTooFewIsUniform() {
        List<Share> shares = new SecretSharing(4, 3).share(new long[4096], new FixedRandom(5));

        shares.forEach(share -> assertThat(ChiSquare.ofBytes(share.values())).isLessThan(ChiSquare.limit(255)));

        long[] guessed = new SecretSharing(4, 2).reconstruct(shares.subList(0, 2));
        assertThat(ChiSquare.ofBytes(guessed)).isLessThan(ChiSquare.limit(255));
    }

    @Test
    void refusesWhatDoesNotReconstruct() {
        SecretSharing sharing = new SecretSharing(3, 2);
        List<Share> shares = sharing.share(words(6), new FixedRandom(7));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sharing.reconstruct(shares.subList(0, 1)))
                .withMessageContaining("2 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sharing.reconstruct(List.of(shares.get(0), shares.get(0))))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shares.get(0).plus(shares.get(1)))
                .withMessageContaining("members 1 and 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretSharing(3, 4));
        long[] outside = new long[4096];
        outside[7] = PrimeField.Q;
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(1, outside));
    }

    private static long[] words(long seed) {
        return new SplittableRandom(seed).longs(50, 0, PrimeField.Q).toArray();
    }
}
