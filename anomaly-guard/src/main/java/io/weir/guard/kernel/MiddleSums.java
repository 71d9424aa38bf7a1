package io.weir.guard.kernel;

import io.weir.guard.Combination.MiddleRanks;

/**
 * Per coordinate the exact fixed-point sum of the values of the middle ranks. Rounding to fixed point keeps the order, so
 * the values are sorted as they came and only those that count are rounded. Not thread-safe.
 */
public final class MiddleSums {
    /** Long enough for vector instructions; a hundred rows of it fit a processor's second cache. */
    private static final int BLOCK = 512;

    private final SortingNetwork network;
    private final int from;
    private final int to;
    private final float[][] block;

    /**
     * Sums for rounds of {@code updates} updates, at least 1.
     */
    public MiddleSums(MiddleRanks ranks, int updates) {
        this.network = SortingNetwork.of(updates);
        this.from = ranks.from(updates);
        this.to = ranks.to(updates);
        this.block = new float[updates][BLOCK];
    }

    /** One update's values. */
    public interface Row {
        /** Copies {@code length} values from {@code column} on into {@code target}. */
        void copy(int column, int length, float[] target);
    }

    /**
     * Writes the sums of {@code length} columns from {@code column} on.
     *
     * @param rows one a update, finite values
     * @param sums written from {@code sumsFrom} on
     */
    public void sum(Row[] rows, int column, int length, int scaleBits, long[] sums, int sumsFrom) {
        for (int done = 0; done < length; done += BLOCK) {
            int columns = Math.min(BLOCK, length - done);
            for (int r = 0; r < rows.length; r++) {
                rows[r].copy(column + done, columns, block[r]);
            }
            network.sort(block, columns);
            addMiddle(columns, Math.scalb(1.0, scaleBits), sums, sumsFrom + done);
        }
    }

    private void addMiddle(int columns, double scale, long[] sums, int at) {
        for (int c = 0; c < columns; c++) {
            sums[at + c] = 0;
        }
        for (int r = from; r < to; r++) {
            float[] row = block[r];
            for (int c = 0; c < columns; c++) {
                sums[at + c] += FixedPoint.round(row[c], scale);
            }
        }
    }
}
