package io.weir.guard.rule;

import io.weir.guard.Combination;

/**
 * Coordinate-wise trimmed mean (Yin et al. 2018, definition 2): leaves out the {@code f} smallest and the {@code f}
 * largest values of each coordinate and takes the mean of the others. Weights do not count. With no more than 2f rows it
 * is the median.
 */
public final class TrimmedMean extends Ranked {
    public static final String NAME = "trimmed-mean";

    /**
     * A trimmed mean.
     *
     * @param f values left out at each end, at least 0
     */
    public TrimmedMean(int f) {
        super(NAME, new Combination.MiddleRanks(f));
    }
}
