package io.weir.guard.kernel;

/** Squared norms in double with a fixed order of additions: eight interleaved partial sums, then a fixed tree. */
public final class Norms {
    private static final int LANES = 8;

    private Norms() {}

    /** Sum of squares of {@code x[0 .. length)}; NaN or infinite exactly if a value is NaN or infinite. */
    public static double squared(float[] x, int length) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double a4 = 0;
        double a5 = 0;
        double a6 = 0;
        double a7 = 0;
        int whole = length - length % LANES;
        for (int i = 0; i < whole; i += LANES) {
            a0 += (double) x[i] * x[i];
            a1 += (double) x[i + 1] * x[i + 1];
            a2 += (double) x[i + 2] * x[i + 2];
            a3 += (double) x[i + 3] * x[i + 3];
            a4 += (double) x[i + 4] * x[i + 4];
            a5 += (double) x[i + 5] * x[i + 5];
            a6 += (double) x[i + 6] * x[i + 6];
            a7 += (double) x[i + 7] * x[i + 7];
        }
        double tail = 0;
        for (int i = whole; i < length; i++) {
            tail += (double) x[i] * x[i];
        }
        return (((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7))) + tail;
    }
}
