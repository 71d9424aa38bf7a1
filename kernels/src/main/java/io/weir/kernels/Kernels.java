package io.weir.kernels;

/**
 * The loops that every update's values pass through. An implementation gives the bits of {@link ScalarKernels}, whatever
 * the machine: each value has its own operations in a fixed order, and no two operations are fused. All are thread-safe.
 */
public interface Kernels {
    /** Partial sums of {@link #addSquares}. */
    int LANES = 8;

    /** Columns whose terms {@link #addProducts} adds up before they join a product. */
    int GROUP = 4;

    /** {@link #addProducts} reads rows by so many: a column has room for a multiple of it. */
    int ROWS = 8;

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

    /**
     * Adds inner products of rows with one another, over columns that lie one after the other: in double, {@code ((a0·b0 +
     * a1·b1) + a2·b2) + a3·b3} of each {@link #GROUP} of columns to the product of rows a and b.
     *
     * @param turned row r's value of column c at {@code c * stride + r}; finite behind the last row as well
     * @param stride at least the number of rows, rounded up to {@link #ROWS}
     * @param columns a multiple of {@link #GROUP}
     * @param products the lower triangle by rows: of rows i and j, j at most i, at {@code i * (i + 1) / 2 + j}
     */
    void addProducts(double[] turned, int stride, int columns, int rows, double[] products);
}
