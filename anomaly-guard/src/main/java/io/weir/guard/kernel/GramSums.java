package io.weir.guard.kernel;

import io.weir.guard.Gram;
import java.util.Arrays;

/**
 * Inner products of rows with each other over the columns of a chunk, in double and in a fixed order of additions: columns
 * are taken four at a time, counted from the chunk's first, and a product's four terms are added up before they join it.
 * However the columns are dealt out to calls of {@link #add}, the bits are the same. Not thread-safe.
 *
 * <p>Columns are turned into the inner dimension first: then a row's products with all rows before it are an array plus a
 * multiple of another, which Java's compiler turns into vector instructions without reordering anything.
 */
public final class GramSums {
    private static final int GROUP = 4;
    /** Columns that wait; a multiple of the group. */
    private static final int BLOCK = 256;

    private final int rows;
    private final double[] products;
    private final float[] line = new float[BLOCK];
    /** By column. */
    private final double[][] turned;

    private int waiting;

    /** Products of {@code rows} rows, all 0. */
    public GramSums(int rows) {
        this.rows = rows;
        this.products = new double[Gram.length(rows)];
        this.turned = new double[BLOCK][rows];
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
                for (int c = 0; c < columns; c++) {
                    turned[waiting + c][r] = line[c];
                }
            }
            waiting += columns;
            done += columns;
            if (waiting == BLOCK) {
                addWaiting();
            }
        }
    }

    private void addWaiting() {
        for (int c = 0; c < waiting; c += GROUP) {
            for (int r = 0; r < rows; r++) {
                addGroup(turned[c], turned[c + 1], turned[c + 2], turned[c + 3], r, products);
            }
        }
        waiting = 0;
    }

    private static void addGroup(double[] t0, double[] t1, double[] t2, double[] t3, int row, double[] products) {
        double a0 = t0[row];
        double a1 = t1[row];
        double a2 = t2[row];
        double a3 = t3[row];
        int first = Gram.index(row, 0);
        for (int j = 0; j <= row; j++) {
            products[first + j] += a0 * t0[j] + a1 * t1[j] + a2 * t2[j] + a3 * t3[j];
        }
    }

    /** The lower triangle by rows, the diagonal included; takes in what waits for a whole group. */
    public double[] triangle() {
        int whole = (waiting + GROUP - 1) / GROUP * GROUP;
        for (int c = waiting; c < whole; c++) {
            Arrays.fill(turned[c], 0);
        }
        addWaiting();
        return products.clone();
    }
}
