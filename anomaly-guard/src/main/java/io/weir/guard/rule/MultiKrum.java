package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Multi-Krum (Blanchard et al. 2017, section 5): the mean of the {@code m} rows with the smallest {@linkplain KrumScores
 * scores}. Tolerates {@code f} hostile rows of at least {@code 2f + 3}.
 */
public final class MultiKrum extends Selection {
    public static final String NAME = "multi-krum";

    private final KrumScores scores;
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
        super(NAME, 2 * f + 3);
        this.scores = new KrumScores(f, less);
        this.m = m;
    }

    @Override
    Optional<double[]> scores(Rows rows, int[] selected) {
        return Optional.of(scores(rows));
    }

    private double[] scores(Rows rows) {
        return scores.of(rows.gram(), IntStream.range(0, rows.size()).toArray());
    }

    @Override
    String meaning() {
        return KrumScores.MEANING;
    }

    @Override
    int[] select(Rows rows) {
        int n = rows.size();
        int count = m == 0 ? n - scores.f() : Math.min(m, n);
        return Order.smallest(scores(rows), Math.max(1, count));
    }
}
