package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.stream.IntStream;

/** Static clipping: {@code y_i ← min(1, c/‖y_i‖) y_i}. Not a defence by itself; bounds what one row can do. */
public final class Clipping implements Transform {
    public static final String NAME = "clipping";
    public static final double DEFAULT_C = 1;

    private final double c;
    private final double epsilon;

    /**
     * Clipping.
     *
     * @param c largest norm, positive
     */
    public Clipping(double c) {
        this(c, 0);
    }

    /** Clipping with {@code min(1, c/(‖y_i‖ + ε))}, as some libraries have it. */
    public Clipping(double c, double epsilon) {
        this.c = c;
        this.epsilon = epsilon;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public boolean mixes() {
        return false;
    }

    @Override
    public Rows transform(Rows rows) {
        return rows.scaled(IntStream.range(0, rows.size())
                .mapToDouble(r -> Math.min(1, c / (rows.norm(r) + epsilon)))
                .toArray());
    }
}
