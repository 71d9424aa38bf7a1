package io.weir.guard.kernel;

import io.weir.guard.Gram;
import io.weir.kernels.Kernels;
import java.util.Arrays;

/**
 * Inner products of rows with each other over the columns of a chunk, in double and in a fixed order of additions: columns
 * are taken four at a time, counted from the chunk's first, and a product's four terms are added up before they join it.
 * However the columns are dealt out to calls of {@link #add}, the bits are the same. Not thread-safe.
 *
 * <p>Rows are turned in panels of a few first, so that their values of one column stand side by side: what the products of some
 * rows with a panel need then comes in the order of memory.
 */
public final class GramSums {
    private static final Kernels KERNELS = Kernels.fastest();
    private static final int PANEL = Kernels.PANEL;
    /** Columns that wait: a panel of them fits half of a processor's first cache. */
    private static final int BLOCK = 256;

    private final int rows;
    /** As many, up to a whole panel; rows beyond the last are 0. */
    private final int padded;

    private final double[] products;
    private final float[][] lines = new float[PANEL][BLOCK];
    /** As {@link Kernels#addProducts} takes it. */
    private final double[] turned;

    private int waiting;

    /** Products of {@code rows} rows, all 0. */
    public GramSums(int rows) {
        this.rows = rows;
        this.padded = (rows + PANEL - 1) / PANEL * PANEL;
        this.products = new double[Kernels.productsOf(padded)];
        this.turned = new double[Math.multiplyExact(padded, BLOCK)];
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
            for (int first = 0; first < rows; first += PANEL) {
                turn(values, first, column + done, columns);
            }
            waiting += columns;
            done += columns;
            if (waiting == BLOCK) {
                addWaiting();
            }
        }
    }

    private void turn(Row[] values, int first, int column, int columns) {
        int count = Math.min(PANEL, rows - first);
        for (int r = 0; r < count; r++) {
            values[first + r].copy(column, columns, lines[r]);
        }
        for (int r = count; r < PANEL; r++) {
            Arrays.fill(lines[r], 0, columns, 0);
        }
        turn(lines, columns, turned, (first / PANEL * BLOCK + waiting) * PANEL);
    }

    /** Eight values at a time, for a conversion to double waits for the one before it in the same register. */
    private static void turn(float[][] lines, int columns, double[] turned, int at) {
        float[] l0 = lines[0];
        float[] l1 = lines[1];
        float[] l2 = lines[2];
        float[] l3 = lines[3];
        float[] l4 = lines[4];
        float[] l5 = lines[5];
        float[] l6 = lines[6];
        float[] l7 = lines[7];
        for (int c = 0; c < columns; c++) {
            double x0 = l0[c];
            double x1 = l1[c];
            double x2 = l2[c];
            double x3 = l3[c];
            double x4 = l4[c];
            double x5 = l5[c];
            double x6 = l6[c];
            double x7 = l7[c];
            int to = at + c * PANEL;
            turned[to] = x0;
            turned[to + 1] = x1;
            turned[to + 2] = x2;
            turned[to + 3] = x3;
            turned[to + 4] = x4;
            turned[to + 5] = x5;
            turned[to + 6] = x6;
            turned[to + 7] = x7;
        }
    }

    private void addWaiting() {
        KERNELS.addProducts(turned, BLOCK, waiting, padded, products);
        waiting = 0;
    }

    /** The lower triangle by rows, the diagonal included; takes in what waits for a whole group. */
    public double[] triangle() {
        // A product is never -0, since it began as 0: columns of zeros leave its bits as they are.
        int whole = (waiting + Kernels.COLUMNS - 1) / Kernels.COLUMNS * Kernels.COLUMNS;
        for (int first = 0; first < padded; first += PANEL) {
            int panel = first * BLOCK;
            Arrays.fill(turned, panel + waiting * PANEL, panel + whole * PANEL, 0);
        }
        waiting = whole;
        addWaiting();
        double[] triangle = new double[Gram.length(rows)];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(products, Kernels.productsOf(r), triangle, Gram.index(r, 0), r + 1);
        }
        return triangle;
    }
}
