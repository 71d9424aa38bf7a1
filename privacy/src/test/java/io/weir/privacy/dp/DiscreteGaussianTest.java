package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.privacy.field.ChiSquare;
import io.weir.privacy.field.KeyStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscreteGaussianTest {
    private static final int DRAWS = 400_000;
    private static final int REACH = 6;

    private static KeyStream stream(long number) {
        return new KeyStream(new byte[32], "test", number);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 1, 3, 17.25, 63.9})
    void tablesGiveTheDistribution(double deviation) {
        assertDistribution(new TableSampler(deviation), deviation);
    }

    @ParameterizedTest
    @ValueSource(doubles = {64, 64.5, 127.99, 128, 1000.5, 1 << 20, 1L << 31, 0x1.8p39})
    void bucketsGiveTheDistribution(double deviation) {
        assertDistribution(new BucketSampler(deviation), deviation);
    }

    private static void assertDistribution(IntegerSampler sampler, double deviation) {
        KeyStream words = stream(1);
        // Bins of equal width, at most about 41 of them, and one at each end for what lies beyond.
        long width = Math.max(1, Math.round(2 * REACH * deviation / 40) | 1);
        int half = (int) Math.ceil((REACH - 2) * deviation / width);
        long[] counts = new long[2 * half + 1];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            long value = sampler.sample(words::next);
            long bin = Math.floorDiv(value + width / 2, width);
            counts[(int) Math.max(-half, Math.min(half, bin)) + half]++;
            sum += value;
            squares += (double) value * value;
        }
        double[] expected = new double[counts.length];
        double total = 0;
        double variance = 0;
        // With large deviations one of many neighbours stands for all of them.
        long stride = Math.max(1, width / 1001) | 1;
        long end = (long) Math.ceil(12 * deviation);
        for (long k = -end; k <= end; k += stride) {
            double weight = Math.exp(-(k / deviation) * (k / deviation) / 2);
            long bin = Math.floorDiv(k + width / 2, width);
            expected[(int) Math.max(-half, Math.min(half, bin)) + half] += weight;
            total += weight;
            variance += weight * k * k;
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= DRAWS / total;
        }
        variance /= total;

        assertThat(ChiSquare.of(counts, expected)).isLessThan(ChiSquare.limit(counts.length - 1));
        assertThat(sum / DRAWS).isCloseTo(0, within(5 * Math.sqrt(variance / DRAWS)));
        assertThat(squares / DRAWS / variance).isCloseTo(1, within(0.02));
    }

    @Test
    void aKeyGivesItsDraws() {
        assertThat(draws(3)).containsExactly(0, -1, 2, -4, -2, -2, -1, -1);
        assertThat(draws(1000)).containsExactly(473, 91, 1434, -656, 893, 905, 715, 738);
        assertThat(draws(1 << 20)).containsExactly(969576, 252429, 1725991, -853543, 1109215, 1118174, 923714, 939312);
    }

    private static long[] draws(double deviation) {
        long[] draws = new long[8];
        new DiscreteGaussian(deviation, stream(2)).addTo(draws);
        return draws;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 63.9, 64, 1024.5, 0x1p40})
    void deviationsAreTakenAsTheyAre(double deviation) {
        assertThat(new DiscreteGaussian(deviation, stream(3)).deviation()).isEqualTo(deviation);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.01, 1.1e12, Double.NaN, Double.POSITIVE_INFINITY})
    void otherDeviationsAreRefused(double deviation) {
        assertThatThrownBy(() -> new DiscreteGaussian(deviation, stream(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1/64 to 2^40");
    }

    @Test
    void theLargestDeviationCanBeDrawnWith() {
        DiscreteGaussian noise = new DiscreteGaussian(0x1p40, stream(5));
        double squares = 0;
        for (int i = 0; i < 10_000; i++) {
            double value = noise.sample() * 0x1p-40;
            squares += value * value;
        }

        assertThat(squares / 10_000).isCloseTo(1, within(0.08));
    }
}
