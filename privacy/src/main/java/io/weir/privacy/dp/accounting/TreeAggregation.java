package io.weir.privacy.dp.accounting;

/**
 * Sums over the prefixes of a stream by a binary tree of noisy nodes (Kairouz et al., "Practical and Private (Deep) Learning without Sampling or
 * Shuffling", 2021, Theorem 4.1): a record is in at most one node of each level. No sampling; each record takes part in one step.
 *
 * @param noiseMultiplier the deviation of a node's noise, in units of the clipping bound
 * @param steps leaves of the tree
 */
public record TreeAggregation(double noiseMultiplier, long steps) implements Mechanism {
    public TreeAggregation {
        Require.positive("the noise multiplier", noiseMultiplier);
        Require.atLeastOne("the number of steps", steps);
    }

    /** ⌈log₂(steps + 1)⌉. */
    public int levels() {
        return Long.SIZE - Long.numberOfLeadingZeros(steps);
    }

    /** A mechanism of the same cost, for accountants that know the Gaussian only. */
    public GaussianPlan asGaussian() {
        return new GaussianPlan(1, noiseMultiplier, levels());
    }

    @Override
    public double rdp(double order) {
        return asGaussian().rdp(order);
    }
}
