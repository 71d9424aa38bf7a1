package io.weir.guard.kernel;

import io.weir.guard.Combination;
import java.util.Arrays;
import java.util.List;

/**
 * What a judgement makes of the admitted updates' values, coordinate by coordinate, as exact fixed-point sums. Whatever the
 * slice that it is applied to, a coordinate's sum has the same bits. Not thread-safe.
 */
public final class RowSums {
    /** Long enough for vector instructions; a hundred rows of it fit a processor's second cache. */
    private static final int BLOCK = 512;
    /** Columns of one row at a time, where rows are added up one after the other: they and their sums fit the first cache. */
    private static final int LINE = 2048;

    private final Combination combination;
    private final double[] factors;
    private final int[] weights;
    private final RowMixer mixer;
    /** All rows' columns for a combination by ranks, one row's for a sum. */
    private final float[][] block;

    private final long[] line;
    private final SortingNetwork network;

    private RowSums(Combination combination, double[] factors, int[] weights, List<double[]> mixing) {
        this.combination = combination;
        this.factors = factors.clone();
        this.weights = weights.clone();
        this.mixer = new RowMixer(mixing, BLOCK);
        this.block = byRanks(combination) ? new float[factors.length][BLOCK] : new float[1][LINE];
        this.line = new long[block.length == 0 ? BLOCK : block[0].length];
        this.network = SortingNetwork.of(mixing.isEmpty() ? factors.length : mixing.size());
    }

    /**
     * Sums of some updates.
     *
     * @param factors of the updates, in (0, 1]; all 1 if the combination goes by ranks
     * @param weights of the updates; only a weighted sum looks at them
     * @param mixing the rows that a combination by ranks works on, one column an update; empty for the updates themselves
     * @throws IllegalArgumentException if numbers of updates differ, or a combination by ranks is to scale updates
     */
    public static RowSums of(Combination combination, double[] factors, int[] weights, List<double[]> mixing) {
        boolean ranks = byRanks(combination);
        if (ranks && Arrays.stream(factors).anyMatch(factor -> factor != 1)) {
            throw new IllegalArgumentException("a combination by ranks takes scaled updates as mixed rows");
        }
        if (!ranks && !mixing.isEmpty()) {
            throw new IllegalArgumentException("a sum takes mixed updates as factors");
        }
        if (weights.length != factors.length || mixing.stream().anyMatch(row -> row.length != factors.length)) {
            throw new IllegalArgumentException("factors, weights and mixing are not of the same updates");
        }
        return new RowSums(combination, factors, weights, mixing);
    }

    private static boolean byRanks(Combination combination) {
        return combination instanceof Combination.MiddleRanks || combination instanceof Combination.NearestToMedian;
    }

    /**
     * Writes the sums of {@code length} columns from {@code column} on.
     *
     * @param rows one an update, finite values
     * @param sums written from {@code at} on
     */
    public void sum(Row[] rows, int column, int length, int scaleBits, long[] sums, int at) {
        for (int done = 0; done < length; done += line.length) {
            int columns = Math.min(line.length, length - done);
            Arrays.fill(line, 0);
            if (byRanks(combination)) {
                addByRanks(rows, column + done, columns, scaleBits);
            } else {
                addRows(rows, column + done, columns, scaleBits);
            }
            System.arraycopy(line, 0, sums, at + done, columns);
        }
    }

    private void addRows(Row[] rows, int column, int columns, int scaleBits) {
        boolean weighted = combination instanceof Combination.WeightedSum;
        for (int r = 0; r < rows.length; r++) {
            rows[r].copy(column, columns, block[0]);
            FixedPoint.add(block[0], columns, weighted ? weights[r] : 1, factors[r], scaleBits, line);
        }
    }

    private void addByRanks(Row[] rows, int column, int columns, int scaleBits) {
        for (int r = 0; r < rows.length; r++) {
            rows[r].copy(column, columns, block[r]);
        }
        float[][] sorted = mixer.mix(block, columns);
        network.sort(sorted, columns);
        if (combination instanceof Combination.NearestToMedian nearest) {
            NearestWindow.add(sorted, nearest.count(sorted.length), columns, FixedPoint.scale(1, scaleBits), line);
        } else if (combination instanceof Combination.MiddleRanks middle) {
            for (int r = middle.from(sorted.length); r < middle.to(sorted.length); r++) {
                FixedPoint.add(sorted[r], columns, 1, 1, scaleBits, line);
            }
        }
    }
}
