package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;

/**
 * Multi-Krum (Blanchard et al. 2017, section 5): the mean of the {@code m} rows with the smallest {@linkplain KrumScores
 * scores}. Tolerates {@code f} hostile rows of at least {@code 2f + 3}.
 */
public final class MultiKrum extends KrumSelection {
    public static final String NAME = "multi-krum";

    private final int m;

    /**
     * Multi-Krum.
     *
     * @param m rows that count; 0 is all but {@code f}
     */
    public MultiKrum(int f, int m) {
        this(f, m, KrumScores.PAPER);
    }

    /** As {@link #MultiKrum(int, int)}, with the sum over the {@code max(1, n − f − less)} nearest. */
    public MultiKrum(int f, int m, int less) {
        super(NAME, f, less);
        this.m = m;
    }

    @Override
    int[] select(Rows rows) {
        int n = rows.size();
        int count = m == 0 ? n - f() : Math.min(m, n);
        return Order.smallest(scores(rows), Math.max(1, count));
    }
}
