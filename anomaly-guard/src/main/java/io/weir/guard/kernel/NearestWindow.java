package io.weir.guard.kernel;

/**
 * Per column the sum of the values nearest to the median. In a sorted column they stand side by side, so that a window
 * grows from the middle towards the nearer neighbour; of two equally near ones the smaller value comes first.
 */
final class NearestWindow {
    private NearestWindow() {}

    static void add(float[][] sorted, int count, int columns, double scale, long[] sums) {
        int rows = sorted.length;
        for (int c = 0; c < columns; c++) {
            double median = ((double) sorted[(rows - 1) / 2][c] + sorted[rows / 2][c]) / 2;
            int below = (rows - 1) / 2;
            int above = below + 1;
            long sum = 0;
            for (int k = 0; k < count; k++) {
                boolean takeBelow =
                        above == rows || (below >= 0 && median - sorted[below][c] <= sorted[above][c] - median);
                sum += FixedPoint.round(takeBelow ? sorted[below--][c] : sorted[above++][c], scale);
            }
            sums[c] += sum;
        }
    }
}
