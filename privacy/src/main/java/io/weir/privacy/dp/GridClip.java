package io.weir.privacy.dp;

/**
 * An update on a {@link NoisyGrid}, of a norm that is within the bound after rounding. Kairouz, Liu, Steinke 2021 round at random until
 * the rounded norm is small enough; here the vector is shortened until it is, which needs no room for rounding at all.
 */
public final class GridClip {
    private static final double FIRST_SHRINKAGE = 1e-7;
    private static final int ATTEMPTS_MAX = 64;

    private GridClip() {}

    /** L2 norm, added up in the values' order. */
    public static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /**
     * Clips and rounds.
     *
     * @param values finite
     * @return whole steps, with an L2 norm of at most {@link NoisyGrid#l2Bound}
     */
    public static long[] clipped(float[] values, NoisyGrid grid) {
        double norm = norm(values);
        double factor = norm > grid.clip() ? grid.clip() / norm : 1;
        double bound = grid.l2Bound();
        double margin = FIRST_SHRINKAGE;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            long[] steps = rounded(values, Math.scalb(factor, grid.scaleBits()));
            double rounded = norm(steps);
            if (rounded <= bound) {
                return steps;
            }
            factor *= bound / rounded * (1 - margin);
            margin *= 2;
        }
        throw new IllegalStateException(
                "a vector of norm " + norm + " is not within " + bound + " steps after " + ATTEMPTS_MAX + " attempts");
    }

    private static long[] rounded(float[] values, double factor) {
        long[] steps = new long[values.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (long) Math.rint(values[i] * factor);
        }
        return steps;
    }

    /** Rounded up, so that what passes is within the bound for certain. */
    private static double norm(long[] steps) {
        long sum = 0;
        for (long step : steps) {
            sum = Math.addExact(sum, Math.multiplyExact(step, step));
        }
        return Math.nextUp(Math.sqrt(Math.nextUp((double) sum)));
    }
}
