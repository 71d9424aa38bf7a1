package io.weir.privacy.dp;

import io.weir.privacy.field.KeyStream;

/**
 * A participant's part of noise that is complete only in the sum: σ²/n of the variance each, for at least n honest
 * participants (Kairouz, Liu, Steinke 2021, "The distributed discrete Gaussian mechanism", algorithm 1). It is added on the
 * fixed-point grid of the sum, after rounding and before masking. A sum of discrete Gaussians is not quite one; the distance
 * is part of that mechanism's accounting, and vanishes for local deviations from about 2 on.
 */
public final class NoiseShare {
    private final DiscreteGaussian noise;

    /**
     * A share.
     *
     * @param deviation σ that the sum needs, in steps of the grid
     * @param participantsMin honest participants that are sure to be in the sum, at least 1; with more of them there is
     *     more noise
     * @param words the participant's own secret randomness
     */
    public NoiseShare(double deviation, int participantsMin, KeyStream words) {
        if (participantsMin < 1) {
            throw new IllegalArgumentException(
                    "participants that share the noise are " + participantsMin + "; allowed: 1 or more");
        }
        // Up, so that rounding takes nothing away.
        this.noise = new DiscreteGaussian(Math.nextUp(deviation / Math.sqrt(participantsMin)), words);
    }

    /** The deviation of one share, for the accountant. */
    public double localDeviation() {
        return noise.deviation();
    }

    /**
     * Adds this participant's noise to values on the grid.
     *
     * @throws ArithmeticException if a sum does not fit
     */
    public void add(long[] fixedPointValues) {
        noise.addTo(fixedPointValues);
    }
}
