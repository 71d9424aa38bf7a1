package io.weir.kernels;

/** Adds squares up in double, in a fixed order: eight interleaved partial sums, then a fixed tree. Not thread-safe. */
public final class SquaredNorm {
    private static final Kernels KERNELS = Kernels.fastest();

    private final double[] lanes = new double[Kernels.LANES];
    private double tail;

    /**
     * Adds the squares of {@code x[0 .. length)}.
     *
     * @param length a multiple of {@link Kernels#LANES}, but for the last call
     */
    public void add(float[] x, int length) {
        int whole = length - length % Kernels.LANES;
        KERNELS.addSquares(x, whole, lanes);
        for (int i = whole; i < length; i++) {
            tail += (double) x[i] * x[i];
        }
    }

    /** The sum; NaN or infinite exactly if a value was. */
    public double value() {
        return (((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7])))
                + tail;
    }
}
