package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;

/**
 * Krum (Blanchard et al. 2017, section 4): the one row with the smallest {@linkplain KrumScores score}. Tolerates
 * {@code f} hostile rows of at least {@code 2f + 3}.
 */
public final class Krum extends KrumSelection {
    public static final String NAME = "krum";

    /** Krum as the paper has it. */
    public Krum(int f) {
        this(f, KrumScores.PAPER);
    }

    /** Krum with the sum over the {@code max(1, n − f − less)} nearest. */
    public Krum(int f, int less) {
        super(NAME, f, less);
    }

    @Override
    int[] select(Rows rows) {
        return Order.smallest(scores(rows), 1);
    }
}
