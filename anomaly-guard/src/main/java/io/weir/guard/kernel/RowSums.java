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

    private final Combination combination;
    private final double[] factors;
    private final int[] weights;
    private final RowMixer mixer;
    private final float[][] block;
    private final SortingNetwork network;

    private RowSums(Combination combination, double[] factors, int[] weights, List<double[]> mixing) {
        this.combination = combination;
        this.factors = factors.clone();
        this.weights = weights.clone();
        this.mixer = new RowMixer(mixing, BLOCK);
        this.block = new float[factors.length][BLOCK];
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
        double scale = Math.scalb(1.0, scaleBits);
        Arrays.fill(sums, at, at + length, 0);
        for (int done = 0; done < length; done += BLOCK) {
            int columns = Math.min(BLOCK, length - done);
            for (int r = 0; r < rows.length; r++) {
                rows[r].copy(column + done, columns, block[r]);
            }
            add(columns, scale, sums, at + done);
        }
    }

    private void add(int columns, double scale, long[] sums, int at) {
        if (combination instanceof Combination.MiddleRanks middle) {
            float[][] sorted = sorted(columns);
            for (int r = middle.from(sorted.length); r < middle.to(sorted.length); r++) {
                addRow(sorted[r], columns, 1, scale, sums, at);
            }
        } else if (combination instanceof Combination.NearestToMedian nearest) {
            float[][] sorted = sorted(columns);
            NearestWindow.add(sorted, nearest.count(sorted.length), columns, scale, sums, at);
        } else {
            boolean weighted = combination instanceof Combination.WeightedSum;
            for (int r = 0; r < block.length; r++) {
                addRow(block[r], columns, weighted ? weights[r] : 1, factors[r] * scale, sums, at);
            }
        }
    }

    private float[][] sorted(int columns) {
        float[][] rows = mixer.mix(block, columns);
        network.sort(rows, columns);
        return rows;
    }

    private static void addRow(float[] row, int columns, long weight, double scale, long[] sums, int at) {
        for (int c = 0; c < columns; c++) {
            sums[at + c] += weight * FixedPoint.round(row[c], scale);
        }
    }
}
