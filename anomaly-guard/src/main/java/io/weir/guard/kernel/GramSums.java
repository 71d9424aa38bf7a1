package io.weir.guard.kernel;

import io.weir.guard.Gram;
import io.weir.kernels.Kernels;
import java.util.Arrays;

/**
 * Inner products of rows with each other over the columns of a chunk, in double and in a fixed order of additions: columns
 * are taken four at a time, counted from the chunk's first, and a product's four terms are added up before they join it.
 * However the columns are dealt out to calls of {@link #add}, the bits are the same. Not thread-safe.
 *
 * <p>Columns are turned into the inner dimension first: then a row's products with all rows before it are an array plus a
 * multiple of another, which fills vector registers without reordering anything.
 */
public final class GramSums {
    private static final Kernels KERNELS = Kernels.fastest();
    private static final int GROUP = Kernels.GROUP;
    /** Columns that wait; a multiple of the group, few enough that a hundred rows of them stay in the nearest caches. */
    private static final int BLOCK = 64;

    private final int rows;
    private final int stride;
    private final double[] products;
    private final float[] line = new float[BLOCK];
    /** By column. */
    private final double[] turned;

    private int waiting;

    /** Products of {@code rows} rows, all 0. */
    public GramSums(int rows) {
        this.rows = rows;
        this.stride = stride(rows);
        this.products = new double[Gram.length(rows)];
        this.turned = new double[BLOCK * stride];
    }

    /** An odd number of cache lines, so that a column's neighbours do not fall into the same set. */
    private static int stride(int rows) {
        int lines = (rows + Kernels.ROWS - 1) / Kernels.ROWS;
        return Kernels.ROWS * (lines | 1);
    }

    /**
     * Takes in {@code length} columns from {@code column} on, those of a chunk in their order.
     *
     * @param values one row an update, finite values
     */
    public void add(Row[] values, int column, int length) {
        int done = 0;
        while (done < length) {
            int columns = Math.min(BLOCK - waiting, length - done);
            for (int r = 0; r < rows; r++) {
                values[r].copy(column + done, columns, line);
                turn(r, columns);
            }
            waiting += columns;
            done += columns;
            if (waiting == BLOCK) {
                addWaiting(BLOCK);
            }
        }
    }

    private void turn(int row, int columns) {
        int at = waiting * stride + row;
        for (int c = 0; c < columns; c++) {
            turned[at + c * stride] = line[c];
        }
    }

    private void addWaiting(int columns) {
        KERNELS.addProducts(turned, stride, columns, rows, products);
        waiting = 0;
    }

    /** The lower triangle by rows, the diagonal included; takes in what waits for a whole group. */
    public double[] triangle() {
        int whole = (waiting + GROUP - 1) / GROUP * GROUP;
        Arrays.fill(turned, waiting * stride, whole * stride, 0);
        addWaiting(whole);
        return products.clone();
    }
}
