package io.weir.guard.kernel;

import io.weir.kernels.SquaredNorm;

/** Squared norms of vectors that lie in memory whole. */
public final class Norms {
    private Norms() {}

    /** Sum of squares of {@code x[0 .. length)}; NaN or infinite exactly if a value is NaN or infinite. */
    public static double squared(float[] x, int length) {
        SquaredNorm norm = new SquaredNorm();
        norm.add(x, length);
        return norm.value();
    }
}
