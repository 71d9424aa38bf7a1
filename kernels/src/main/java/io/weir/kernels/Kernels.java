package io.weir.kernels;

/**
 * The loops that every update's values pass through. An implementation gives the bits of {@link ScalarKernels}, whatever
 * the machine: each value has its own operations in a fixed order, and no two operations are fused. All are thread-safe.
 */
public interface Kernels {
    /** Partial sums of {@link #addSquares}. */
    int LANES = 8;

    /** The fastest kernels of this Java machine. */
    static Kernels fastest() {
        return Fastest.KERNELS;
    }

    /** {@code target[from + i] = in[at + i] * scale}, in float32. */
    void decodeInt8(byte[] in, int at, float scale, float[] target, int from, int length);

    /**
     * Adds, in double, the square of {@code x[i]} to {@code lanes[i % LANES]}, in ascending order.
     *
     * @param length a multiple of {@link #LANES}
     * @param lanes as many as {@link #LANES}
     */
    void addSquares(float[] x, int length, double[] lanes);

    /**
     * Adds {@code weight * rint(x[i] * scale)} to {@code sums[i]}, ties to even.
     *
     * @param scale so that every product is of a magnitude below 2^51
     */
    void addFixedPoint(float[] x, int length, long weight, double scale, long[] sums);
}
