package io.weir.guard.rule;

import io.weir.guard.Combination;

/**
 * Coordinate-wise median (Yin et al. 2018, definition 1): takes the middle value of each coordinate, or the mean of the
 * two middle ones. Weights do not count. Tolerates fewer than half of the participants.
 */
public final class Median extends Ranked {
    public static final String NAME = "median";

    /** The median. */
    public Median() {
        super(NAME, new Combination.MiddleRanks(Integer.MAX_VALUE));
    }
}
