package io.weir.kernels;

/**
 * The loops that every update's values pass through. An implementation gives the bits of {@link ScalarKernels}, whatever
 * the machine: each value has its own operations in a fixed order, and no two operations are fused. All are thread-safe.
 */
public interface Kernels {
    /** Partial sums of {@link #addSquares}. */
    int LANES = 8;

    /** Rows that stand side by side in what {@link #addProducts} reads. */
    int PANEL = 8;

    /** Columns of which {@link #addProducts} takes a multiple. */
    int COLUMNS = 4;

    /** Int8 values whose squares {@link #sumOfSquares} adds up at most. */
    int SQUARES_MAX = 1024;

    /** The fastest kernels of this Java machine. */
    static Kernels fastest() {
        return Fastest.KERNELS;
    }

    /** {@code target[from + i] = in[at + i] * scale}, in float32. */
    void decodeInt8(byte[] in, int at, float scale, float[] target, int from, int length);

    /**
     * The sum of the squares of {@code in[at .. at + length)}, which is exact.
     *
     * @param length at most {@link #SQUARES_MAX}
     */
    int sumOfSquares(byte[] in, int at, int length);

    /**
     * Adds, in double, the square of {@code x[i]} to {@code lanes[i % LANES]}, in ascending order.
     *
     * @param length a multiple of {@link #LANES}
     * @param lanes as many as {@link #LANES}
     */
    void addSquares(float[] x, int length, double[] lanes);

    /**
     * Adds {@code weight * rint(x[i] * scale)} to {@code sums[to + i]}, ties to even.
     *
     * @param scale so that every product is of a magnitude below 2^51
     */
    void addFixedPoint(float[] x, int length, long weight, double scale, long[] sums, int to);

    /**
     * Adds {@code weight * rint(in[at + i] * factor * scale)} to {@code sums[to + i]}, ties to even; the first product is rounded to
     * float32, so that the terms are those of what {@link #decodeInt8} gives.
     *
     * @param scale so that every product is of a magnitude below 2^51
     */
    void addInt8FixedPoint(
            byte[] in, int at, float factor, int length, long weight, double scale, long[] sums, int to);

    /**
     * Adds to {@code products[productsOf(i) + j]}, for every {@code j <= i}, the product of rows {@code i} and {@code j}: of
     * four columns after the other the terms are added up in ascending order, then their sum joins the product. What becomes of
     * the other elements is not said.
     *
     * @param turned the value of row {@code r} and column {@code c} stands at {@code (r / PANEL * width + c) * PANEL + r %
     *     PANEL}
     * @param columns so many of {@code width} are taken, a multiple of {@link #COLUMNS}
     * @param rows a multiple of {@link #PANEL}
     * @param products as long as {@code productsOf(rows)}
     */
    void addProducts(double[] turned, int width, int columns, int rows, double[] products);

    /** Where a row's products with the rows before it begin; all rows of a panel have as many as the last of them. */
    static int productsOf(int row) {
        int panel = row / PANEL;
        return Math.multiplyExact((panel + 1) * PANEL, panel * PANEL / 2 + row % PANEL);
    }
}
