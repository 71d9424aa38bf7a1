package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.stream.IntStream;

/**
 * The plain mean of the rows, weights left aside: {@code (1/n) Σ_i y_i}. No robustness of its own; the end of rules whose
 * stages before it mix or clip.
 */
public final class Mean extends Selection {
    public static final String NAME = "mean";

    /** The mean. */
    public Mean() {
        super(NAME, 1);
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    int[] select(Rows rows) {
        return IntStream.range(0, rows.size()).toArray();
    }
}
