package io.weir.privacy.field;

import java.util.Arrays;

/** Pearson's statistic. */
public final class ChiSquare {
    private ChiSquare() {}

    /** Counts against what is expected of them. */
    public static double of(long[] counts, double[] expected) {
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
        }
        return statistic;
    }

    /** What chance exceeds once in about a million: mean and five deviations of the distribution. */
    public static double limit(int degreesOfFreedom) {
        return degreesOfFreedom + 5 * Math.sqrt(2.0 * degreesOfFreedom);
    }

    /** Of the values' bytes, all equally likely. The highest byte of 61 bits is left out. */
    public static double ofBytes(long[] values) {
        long[] counts = new long[256];
        for (long value : values) {
            for (int shift = 0; shift < 48; shift += 8) {
                counts[(int) (value >>> shift) & 0xFF]++;
            }
        }
        double[] expected = new double[256];
        Arrays.fill(expected, values.length * 6 / 256.0);
        return of(counts, expected);
    }
}
