package io.weir.privacy.dp;

import java.util.Optional;

/**
 * The grid of whole numbers on which participants clip their updates and add their parts of a sum's noise (Kairouz, Liu, Steinke
 * 2021, "The distributed discrete Gaussian mechanism", algorithm 1). A step is 2^-scaleBits. What one participant can change a sum
 * by is a whole number of steps, L = ⌊C·2^scaleBits⌋, so that rounding adds nothing to the sensitivity.
 *
 * @param clip C, the largest L2 norm of an update
 * @param noiseMultiplier z: deviation of the whole noise in units of the sensitivity
 * @param shares n participants that are sure to be in a sum and add noise; each adds z²/n of the variance
 * @param parameters values of an update
 * @param nodes whose noise one update carries at most: 1, or the levels of a tree
 * @param indicator whether a further number says, under the same noise, if the norm lay within C
 * @param scaleBits of the grid
 */
public record NoisyGrid(
        double clip, double noiseMultiplier, int shares, long parameters, int nodes, boolean indicator, int scaleBits) {
    /** From here on sums of discrete Gaussians are as good as one: τ of the accountant is 0 in double. */
    public static final double DEVIATION_MIN = 16;

    /**
     * Room for noise, in deviations. A discrete Gaussian of deviation σ exceeds tσ with a chance of at most 2e^(-t²/2) (Canonne, Kamath,
     * Steinke 2020), here 2e^-72, below 2^-102 a value.
     */
    static final double TAIL = 12;

    private static final int INDICATOR_PART = 4;
    private static final int SCALE_MAX = 120;

    /** Validates what it is made of. */
    public NoisyGrid {
        require("the clipping bound", clip, clip > 0 && Double.isFinite(clip), "above 0 and finite");
        require(
                "the noise multiplier",
                noiseMultiplier,
                noiseMultiplier > 0 && noiseMultiplier <= 1e6,
                "above 0, up to 1e6");
        require("the number of shares", shares, shares >= 1, "1 or more");
        require("the number of parameters", parameters, parameters >= 1, "1 or more");
        require("the number of nodes", nodes, nodes >= 1 && nodes < Long.SIZE, "1 to 63");
        require("the scale", scaleBits, Math.abs(scaleBits) <= SCALE_MAX, "-120 to 120");
    }

    private static void require(String what, Number value, boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is " + value + ": allowed is " + allowed);
        }
    }

    /**
     * The finest grid on which update and noise fit into a number of bits in two's complement.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public static NoisyGrid fitting(
            int valueBits,
            double clip,
            double noiseMultiplier,
            int shares,
            long parameters,
            int nodes,
            boolean indicator) {
        long room = (1L << (valueBits - 1)) - 1;
        int bits = Math.max(-SCALE_MAX, Math.min(SCALE_MAX, valueBits - Math.getExponent(clip)));
        NoisyGrid grid = new NoisyGrid(clip, noiseMultiplier, shares, parameters, nodes, indicator, bits);
        while (grid.largest() > room && bits > -SCALE_MAX) {
            bits--;
            grid = new NoisyGrid(clip, noiseMultiplier, shares, parameters, nodes, indicator, bits);
        }
        return grid;
    }

    /** Why there is no privacy or no learning on this grid; empty if there is both. */
    public Optional<String> objection() {
        if (localDeviation() < DEVIATION_MIN) {
            return Optional.of("a participant's noise is " + localDeviation() + " steps of the grid, needed are "
                    + (int) DEVIATION_MIN + ": add more noise, share it among fewer, or allow more bits a value");
        }
        return l2Bound() < 2 * Math.sqrt((double) parameters)
                ? Optional.of(
                        "the clipping bound is " + l2Bound() + " steps of the grid, too few for " + parameters
                                + " parameters: allow more bits a value (smaller groups), add less noise, or share it among more")
                : Optional.empty();
    }

    /** L: an update's largest L2 norm in steps. */
    public long l2Bound() {
        return (long) Math.floor(Math.scalb(clip, scaleBits));
    }

    /** What a norm within the bound counts, in steps; one beyond it counts as much below 0. */
    public long indicatorSteps() {
        return Math.max(1, l2Bound() / INDICATOR_PART);
    }

    /** The largest that an honest participant sends of it, noise included. */
    public long indicatorLargest() {
        return indicatorSteps() + (long) Math.ceil(TAIL * updateDeviation());
    }

    /** Δ₂ in steps: what a participant can change a sum by, the indicator included. */
    public double sensitivity() {
        double bound = l2Bound();
        return indicator ? Math.sqrt(bound * bound + (double) indicatorSteps() * indicatorSteps()) : bound;
    }

    /** Deviation in steps of the noise that a sum of {@link #shares} has. */
    public double deviation() {
        return noiseMultiplier * sensitivity();
    }

    /** Deviation in steps of one participant's noise. */
    public double localDeviation() {
        return Math.nextUp(deviation() / Math.sqrt(shares));
    }

    /** At least the deviation of all noise in one update, with a step to spare. */
    private double updateDeviation() {
        return (localDeviation() + 1) * Math.sqrt(nodes);
    }

    /** The largest magnitude of a value, noise included, but for one draw in 2^100. */
    public long largest() {
        return l2Bound() + (long) Math.ceil(TAIL * updateDeviation());
    }

    /**
     * The largest L2 norm of an update, noise included, but for one update in e^72: a vector of d values exceeds σ(√d + √(2t)) with a
     * chance of at most e^-t (Hsu, Kakade, Zhang 2012, "A tail inequality for quadratic forms of subgaussian random vectors").
     */
    public double normBound() {
        return Math.scalb(l2Bound() + updateDeviation() * (Math.sqrt((double) parameters) + TAIL), -scaleBits);
    }
}
