package io.weir.guard.kernel;

import io.weir.guard.Combination.MiddleRanks;

/**
 * Per coordinate the exact fixed-point sum of the values of the middle ranks. Rounding to fixed point keeps the order, so
 * the values are sorted as they came and only those that count are rounded. Not thread-safe.
 */
public final class MiddleSums {
    /** A block of columns of a hundred rows fits the first cache of a processor. */
    private static final int BLOCK = 64;

    private final SortingNetwork network;
    private final int from;
    private final int to;
    private final int[][] block;

    /**
     * Sums for rounds of {@code updates} updates, at least 1.
     */
    public MiddleSums(MiddleRanks ranks, int updates) {
        this.network = SortingNetwork.of(updates);
        this.from = ranks.from(updates);
        this.to = ranks.to(updates);
        this.block = new int[updates][BLOCK];
    }

    /** One update's values. */
    public interface Row {
        /** Copies {@code length} values from {@code column} on into {@code target}, as their raw bits. */
        void copyBits(int column, int length, int[] target);
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
                rows[r].copyBits(column + done, columns, block[r]);
                toOrder(block[r], columns);
            }
            network.sort(block, columns);
            addMiddle(columns, Math.scalb(1.0, scaleBits), sums, sumsFrom + done);
        }
    }

    /** From a float's bits to an int of the same order, and back: it is its own inverse. Minus zero stands before zero. */
    private static void toOrder(int[] bits, int columns) {
        for (int c = 0; c < columns; c++) {
            bits[c] ^= bits[c] >> 31 & 0x7FFF_FFFF;
        }
    }

    private void addMiddle(int columns, double scale, long[] sums, int at) {
        for (int c = 0; c < columns; c++) {
            sums[at + c] = 0;
        }
        for (int r = from; r < to; r++) {
            int[] row = block[r];
            toOrder(row, columns);
            for (int c = 0; c < columns; c++) {
                sums[at + c] += FixedPoint.round(Float.intBitsToFloat(row[c]), scale);
            }
        }
    }
}
