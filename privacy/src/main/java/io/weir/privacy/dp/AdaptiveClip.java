package io.weir.privacy.dp;

/**
 * A clipping bound that follows a quantile of the norms that it clips (Andrew, Thakkar, McMahan, Ramaswamy 2021, algorithm 1):
 * C ← C·exp(−η(b̃ − γ)). The share b̃ must itself be private: each participant sends 0 or 1, and noise is added to the sum.
 *
 * @param bound C, above 0
 * @param quantile γ, the share of norms that shall lie within it, between 0 and 1
 */
public record AdaptiveClip(double bound, double quantile) {
    /** η. */
    public static final double RATE = 0.2;

    private static final double STEP_MAX = 5;

    /** Validates both. */
    public AdaptiveClip {
        if (!(bound > 0 && Double.isFinite(bound))) {
            throw new IllegalArgumentException("the clipping bound is " + bound + "; allowed: above 0 and finite");
        }
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("the quantile is " + quantile + "; allowed: between 0 and 1");
        }
    }

    /**
     * The bound of the next round.
     *
     * @param noisyShareWithin b̃, how many of the norms lay within the bound; noise may take it below 0 or above 1
     */
    public AdaptiveClip next(double noisyShareWithin) {
        double step = -RATE * (noisyShareWithin - quantile);
        return new AdaptiveClip(bound * StrictMath.exp(Math.max(-STEP_MAX, Math.min(STEP_MAX, step))), quantile);
    }
}
