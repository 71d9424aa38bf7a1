package io.weir.guard.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranks of rows. Of equal rows the lower index comes first. */
final class Order {
    private Order() {}

    /** Indices of {@code keys} by rising key. */
    static int[] rising(double[] keys) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> keys[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Indices of the {@code count} smallest keys, by rising key. */
    static int[] smallest(double[] keys, int count) {
        return Arrays.copyOf(rising(keys), count);
    }

    /** The middle value, or the mean of the middle two; 0 of none. */
    static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int mid = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[mid] : (sorted[mid - 1] + sorted[mid]) / 2;
    }

    /** The mean of the rows {@code chosen} as coefficients of {@code rows} rows. */
    static double[] meanOf(int[] chosen, int rows) {
        double[] coefficients = new double[rows];
        for (int row : chosen) {
            coefficients[row] = 1.0 / chosen.length;
        }
        return coefficients;
    }
}
