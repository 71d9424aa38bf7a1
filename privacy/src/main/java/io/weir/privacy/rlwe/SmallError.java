package io.weir.privacy.rlwe;

import io.weir.privacy.field.KeyStream;

/**
 * The errors that hide: a discrete Gaussian of deviation 4 on [-15, 15], by inversion of its distribution function. Every draw does the same comparisons,
 * whatever it yields.
 */
final class SmallError {
    static final int MAX = 15;

    private static final double SIGMA = 4;
    /** Of 2^63: how much of the distribution lies at magnitudes up to the index; the last is everything. */
    private static final long[] UP_TO = new long[MAX];

    static {
        double[] weights = new double[MAX + 1];
        double total = 0;
        for (int k = 0; k <= MAX; k++) {
            weights[k] = (k == 0 ? 1 : 2) * StrictMath.exp(-k * k / (2 * SIGMA * SIGMA));
            total += weights[k];
        }
        double cumulative = 0;
        for (int k = 0; k < MAX; k++) {
            cumulative += weights[k];
            UP_TO[k] = (long) (cumulative / total * 0x1p63);
        }
    }

    private SmallError() {}

    /** One error. */
    static long draw(KeyStream stream) {
        long word = stream.next();
        long uniform = word >>> 1;
        long magnitude = 0;
        for (long bound : UP_TO) {
            // 1 if uniform >= bound: both are below 2^63.
            magnitude += 1 + ((uniform - bound) >> 63);
        }
        long sign = -(word & 1);
        return (magnitude ^ sign) - sign;
    }
}
