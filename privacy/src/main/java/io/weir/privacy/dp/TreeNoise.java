package io.weir.privacy.dp;

import io.weir.privacy.field.KeyStream;

/**
 * Noise of running sums: each node of a binary tree over the steps has its own, and the sum of the first t steps gets that
 * of the at most ⌈log₂(t + 1)⌉ nodes which cover them (Dwork, Naor, Pitassi, Rothblum 2010; as in DP-FTRL: Kairouz, McMahan,
 * Song, Thakkar, Thakurta, Xu 2021, algorithm 2). A step lies below one node a level, so a row of one step changes ⌈log₂(T + 1)⌉
 * nodes; no sampling is needed. Nodes' noise follows from the seed, so nothing is kept between steps.
 */
public final class TreeNoise {
    private static final String PURPOSE = "weir-dp-tree";
    /** Bits of a node's place in its level. */
    private static final int PLACE_BITS = 56;

    private final byte[] seed;
    private final double deviation;
    private final IntegerSampler sampler;

    /**
     * A tree.
     *
     * @param seed 32 secret bytes, used for nothing else
     * @param deviation σ of a node, in steps of the sums' grid
     */
    public TreeNoise(byte[] seed, double deviation) {
        this.seed = seed.clone();
        this.deviation = deviation;
        this.sampler = IntegerSampler.gaussian(deviation);
    }

    /**
     * Adds the noise of the sum of steps 1 to {@code step}; the same whenever it is asked for.
     *
     * @param step 1 to 2^55
     */
    public void addTo(long[] runningSum, long step) {
        if (step < 1 || step >= 1L << (PLACE_BITS - 1)) {
            throw new IllegalArgumentException("the step is " + step + "; allowed: 1 to 2^55");
        }
        for (int level = 0; step >> level != 0; level++) {
            if ((step >> level & 1) == 1) {
                long node = (long) level << PLACE_BITS | step >> level;
                new DiscreteGaussian(deviation, sampler, new KeyStream(seed, PURPOSE, node)).addTo(runningSum);
            }
        }
    }
}
