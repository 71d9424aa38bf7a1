package io.weir.guard.kernel;

/**
 * Normal noise in exact sums, which everybody who knows the seed computes again: it smooths and hides nothing. Coordinate j
 * has {@code √(−2 ln u) · cos 2πv} (Box, Muller 1958) with u and v by a hash of the seed and j, so that any division of a
 * vector into slices gives the same bits.
 *
 * @param deviation standard deviation, in the unit of the values
 */
public record SeededNoise(long seed, double deviation) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /** A sum leaves room for it: {@link FixedPoint} keeps sums below 2^62. */
    private static final double UNITS_MAX = 0x1p61;

    /**
     * Adds noise to sums.
     *
     * @param first the coordinate of {@code sums[0]}
     * @param scaleBits of the sums
     * @param divisor of the sums
     */
    public void add(long[] sums, long first, int scaleBits, long divisor) {
        double units = Math.scalb(deviation, scaleBits) * divisor;
        for (int k = 0; k < sums.length; k++) {
            double noise = Math.rint(units * normal(first + k));
            sums[k] += (long) Math.max(-UNITS_MAX, Math.min(UNITS_MAX, noise));
        }
    }

    private double normal(long coordinate) {
        long place = seed + GOLDEN * (2 * coordinate + 1);
        double u = SplitMix.unit(place) + 0x1p-54;
        double v = SplitMix.unit(place + GOLDEN);
        return Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }
}
