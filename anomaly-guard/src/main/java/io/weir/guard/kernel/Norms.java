package io.weir.guard.kernel;

import io.weir.kernels.Kernels;

/** Squared norms in double with a fixed order of additions: eight interleaved partial sums, then a fixed tree. */
public final class Norms {
    private static final Kernels KERNELS = Kernels.fastest();

    private Norms() {}

    /** Sum of squares of {@code x[0 .. length)}; NaN or infinite exactly if a value is NaN or infinite. */
    public static double squared(float[] x, int length) {
        int whole = length - length % Kernels.LANES;
        double[] a = new double[Kernels.LANES];
        KERNELS.addSquares(x, whole, a);
        double tail = 0;
        for (int i = whole; i < length; i++) {
            tail += (double) x[i] * x[i];
        }
        return (((a[0] + a[1]) + (a[2] + a[3])) + ((a[4] + a[5]) + (a[6] + a[7]))) + tail;
    }
}
