package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.Optional;
import java.util.stream.IntStream;

/** A selection of the rows with the smallest {@linkplain KrumScores Krum scores}. */
abstract class KrumSelection extends Selection {
    private final KrumScores scores;

    KrumSelection(String name, int f, int less) {
        super(name, 2 * f + 3);
        this.scores = new KrumScores(f, less);
    }

    /** Hostile rows. */
    final int f() {
        return scores.f();
    }

    /** Of every row. */
    final double[] scores(Rows rows) {
        return scores.of(rows.gram(), IntStream.range(0, rows.size()).toArray());
    }

    @Override
    final Optional<double[]> scores(Rows rows, int[] selected) {
        return Optional.of(scores(rows));
    }

    @Override
    final String meaning() {
        return KrumScores.MEANING;
    }
}
