package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Krum (Blanchard et al. 2017, section 4): the one row with the smallest {@linkplain KrumScores score}. Tolerates
 * {@code f} hostile rows of at least {@code 2f + 3}.
 */
public final class Krum extends Selection {
    public static final String NAME = "krum";

    private final KrumScores scores;

    /** Krum as the paper has it. */
    public Krum(int f) {
        this(f, KrumScores.PAPER);
    }

    /** Krum with the sum over the {@code max(1, n − f − less)} nearest. */
    public Krum(int f, int less) {
        super(NAME, 2 * f + 3);
        this.scores = new KrumScores(f, less);
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
        return Order.smallest(scores(rows), 1);
    }
}
