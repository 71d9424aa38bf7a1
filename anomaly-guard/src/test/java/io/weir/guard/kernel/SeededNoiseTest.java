package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeededNoiseTest {
    @Property(tries = 50)
    void howAVectorIsCutChangesNoBit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 49) int cut) {
        SeededNoise noise = new SeededNoise(seed, 0.01);
        long[] whole = new long[50];
        long[] left = new long[cut];
        long[] right = new long[50 - cut];

        noise.add(whole, 1000, 30, 7);
        noise.add(left, 1000, 30, 7);
        noise.add(right, 1000 + cut, 30, 7);

        assertThat(whole).startsWith(left).endsWith(right);
    }

    @Test
    void itsMomentsAndTailsAreThoseOfANormalDistribution() {
        long[] sums = new long[200_000];

        new SeededNoise(3, 0.5).add(sums, 0, 20, 4);

        double[] z =
                Arrays.stream(sums).mapToDouble(sum -> sum / 0x1p20 / 4 / 0.5).toArray();
        assertThat(Arrays.stream(z).average().orElseThrow()).isCloseTo(0, within(0.01));
        assertThat(Arrays.stream(z).map(x -> x * x).average().orElseThrow()).isCloseTo(1, within(0.02));
        assertThat(Arrays.stream(z).map(x -> x * x * x * x).average().orElseThrow())
                .isCloseTo(3, within(0.1));
        assertThat(Arrays.stream(z).filter(x -> Math.abs(x) > 2).count() / 200_000.0)
                .isCloseTo(0.0455, within(0.003));
    }

    @Test
    void anotherSeedGivesOtherNoiseAndSumsStayWithinTheirRange() {
        long[] one = new long[4];
        long[] other = new long[4];
        new SeededNoise(1, 1).add(one, 0, 20, 1);
        new SeededNoise(2, 1).add(other, 0, 20, 1);
        assertThat(one).isNotEqualTo(other);

        long[] full = new long[1000];
        Arrays.fill(full, 1L << 62);
        new SeededNoise(1, 1e30).add(full, 0, 40, 1000);
        assertThat(Arrays.stream(full).min().orElseThrow()).isPositive();
    }
}
