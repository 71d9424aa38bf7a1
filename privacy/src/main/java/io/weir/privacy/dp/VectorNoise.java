package io.weir.privacy.dp;

import io.weir.privacy.field.KeyStream;

/**
 * The Gaussian mechanism for a float vector that one record changes by at most C in Euclidean norm. The vector is rounded to
 * a grid of C/2^20 and gets discrete Gaussian noise there, so that floating point takes no part in the noise. Rounding moves
 * each of d coordinates by up to one step more; the deviation makes up for that, z·(2^20 + √d) steps for a multiplier z.
 */
public final class VectorNoise {
    private static final int GRID_BITS = 20;
    private static final double STEPS = 1 << GRID_BITS;
    private static final double STEPS_MAX = 0x1p62;

    private final KeyStream words;
    private double multiplier;
    private int length = -1;
    private DiscreteGaussian noise;

    /** @param words secret randomness; its next words are used up */
    public VectorNoise(KeyStream words) {
        this.words = words;
    }

    /**
     * Adds noise of deviation {@code multiplier · sensitivity} to every value.
     *
     * @throws IllegalArgumentException if a value is not finite, or more than 2^42 times the sensitivity
     */
    public void add(float[] values, double sensitivity, double multiplier) {
        if (multiplier != this.multiplier || values.length != length) {
            noise = new DiscreteGaussian(Math.nextUp(multiplier * (STEPS + Math.sqrt(values.length))), words);
            this.multiplier = multiplier;
            length = values.length;
        }
        double step = sensitivity / STEPS;
        for (int i = 0; i < values.length; i++) {
            double steps = Math.rint(values[i] / step);
            if (!(Math.abs(steps) < STEPS_MAX)) {
                throw new IllegalArgumentException("a value is not finite, or far above the sensitivity " + sensitivity
                        + ": there is nothing that noise could protect");
            }
            values[i] = (float) (((long) steps + noise.sample()) * step);
        }
    }
}
