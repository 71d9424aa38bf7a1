package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.stream.IntStream;

/**
 * Adaptive robust clipping (Allouah et al. 2024, "Adaptive gradient clipping for robust federated learning", algorithm
 * 2): clips the {@code k = ⌊2f/n · (n − f)⌋} largest rows to the norm of the next one. A step before a robust
 * aggregation. For {@code f} hostile rows of at least {@code 2f + 1}.
 */
public final class Arc implements Transform {
    public static final String NAME = "arc";

    private final int f;

    /** ARC. */
    public Arc(int f) {
        this.f = f;
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
    public int rowsMin() {
        return 2 * f + 1;
    }

    @Override
    public boolean mixes() {
        return false;
    }

    @Override
    public Rows transform(Rows rows) {
        int n = rows.size();
        double[] norms = IntStream.range(0, n).mapToDouble(rows::norm).sorted().toArray();
        int clipped = Math.toIntExact(2L * f * (n - f) / n);
        double limit = norms[n - clipped - 1];
        double[] factors = new double[n];
        for (int r = 0; r < n; r++) {
            double norm = rows.norm(r);
            factors[r] = norm > limit ? limit / norm : 1;
        }
        return rows.scaled(factors);
    }
}
