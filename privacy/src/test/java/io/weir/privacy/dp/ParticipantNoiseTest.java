package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ParticipantNoiseTest {
    private static final int BANKS = 5;
    private static final int VECTORS = 2000;
    private static final int DIMENSION = 40;

    /** 32 steps, so that five shares of a multiplier of 1.2 have a deviation of 17.2 each, 38.4 together. */
    private static final NoisyGrid GRID = new NoisyGrid(1, 1.2, BANKS, DIMENSION, 1, false, 5);

    private static byte[] seed(int bank, int vector) {
        return ByteBuffer.allocate(32).putInt(bank).putInt(vector).array();
    }

    private static long[] sum(int banks, int vector) {
        long[] sum = new long[DIMENSION];
        for (int bank = 0; bank < banks; bank++) {
            ParticipantNoise.add(sum, GRID, seed(bank, vector));
        }
        return sum;
    }

    /** Pearson's chi-square against the discrete Gaussian of the whole deviation, 41 classes, over 80,000 draws. */
    @Test
    void theSumOfAllSharesIsDistributedAsTheWholeNoise() {
        int classes = 41;
        int width = 5;
        double deviation = 1.2 * 32;
        long[] seen = new long[classes];
        for (int v = 0; v < VECTORS; v++) {
            for (long noise : sum(BANKS, v)) {
                seen[bin(noise, classes, width)]++;
            }
        }
        double[] expected = new double[classes];
        double whole = 0;
        for (int k = -600; k <= 600; k++) {
            double mass = Math.exp(-(double) k * k / (2 * deviation * deviation));
            expected[bin(k, classes, width)] += mass;
            whole += mass;
        }

        double statistic = 0;
        for (int c = 0; c < classes; c++) {
            double mean = expected[c] / whole * VECTORS * DIMENSION;
            statistic += (seen[c] - mean) * (seen[c] - mean) / mean;
        }

        assertThat(statistic)
                .as("40 degrees of freedom: 73.4 is exceeded once in 1000")
                .isBetween(18.0, 73.4);
    }

    private static int bin(long value, int classes, int width) {
        long bin = Math.floorDiv(value + width / 2, width) + classes / 2;
        return (int) Math.max(0, Math.min(classes - 1, bin));
    }

    @Test
    void theSameUpdateHasTheSameNoiseAndAnotherOneAnother() {
        assertThat(sum(1, 7)).isEqualTo(sum(1, 7)).isNotEqualTo(sum(1, 8));
    }

    @Test
    void updatesOfATreeAddUpToItsRunningSum() {
        NoisyGrid grid = new NoisyGrid(1, 1.2, BANKS, DIMENSION, 3, false, 5);
        long[] cumulated = new long[1000];
        for (long step = 1; step <= 6; step++) {
            ParticipantNoise.addTree(cumulated, grid, seed(1, 1), step);
        }
        long[] six = new long[1000];
        new TreeNoise(seed(1, 1), grid.localDeviation()).addTo(six, 6);

        assertThat(cumulated).isEqualTo(six);
        double squares = 0;
        for (long noise : cumulated) {
            squares += (double) noise * noise;
        }
        double local = grid.localDeviation();
        assertThat(squares / 1000 / (local * local)).isCloseTo(2, within(0.3));
    }
}
