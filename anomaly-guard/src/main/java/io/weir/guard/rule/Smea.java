package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Smallest-maximum-eigenvalue averaging (Allouah et al. 2023, "On the privacy-robustness-utility trilemma"): the mean of
 * the {@code n − f} rows whose covariance has the smallest largest eigenvalue; of equal subsets the first in
 * lexicographic order. Tries every subset, so it takes few rows only. Tolerates {@code f} hostile rows of at least
 * {@code 2f + 1}.
 */
public final class Smea extends Selection {
    public static final String NAME = "smea";
    /** Beyond it even 2f + 1 rows have too many subsets. */
    public static final int F_MAX = 9;

    private static final long SUBSETS_MAX = 200_000;
    private static final int ROWS_MAX = 256;

    private final int f;

    /** SMEA. */
    public Smea(int f) {
        super(NAME, 2 * f + 1);
        this.f = f;
    }

    /** So many rows that they have no more than 200 000 subsets; never fewer than {@link #rowsMin}. */
    @Override
    public int rowsMax() {
        int rows = rowsMin();
        while (rows < ROWS_MAX && subsets(rows + 1) <= SUBSETS_MAX) {
            rows++;
        }
        return rows;
    }

    private double subsets(int rows) {
        double subsets = 1;
        for (int k = 1; k <= f; k++) {
            subsets = subsets * (rows - f + k) / k;
        }
        return subsets;
    }

    @Override
    int[] select(Rows rows) {
        return choose(rows).selected();
    }

    @Override
    String meaning() {
        return "smallest first eigenvalue with it among those that count";
    }

    @Override
    Choice choose(Rows rows) {
        double[] smallestWith = new double[rows.size()];
        Arrays.fill(smallestWith, Double.POSITIVE_INFINITY);
        int[] subset = IntStream.range(0, rows.size() - f).toArray();
        double[] ones = new double[subset.length];
        Arrays.fill(ones, 1);
        int[] best = subset.clone();
        double smallest = Double.POSITIVE_INFINITY;
        do {
            double value = TopSpace.of(Scatter.of(rows.gram(), subset, ones)).value();
            for (int row : subset) {
                smallestWith[row] = Math.min(smallestWith[row], value);
            }
            if (value < smallest) {
                smallest = value;
                best = subset.clone();
            }
        } while (next(subset, rows.size()));
        return new Choice(best, Optional.of(smallestWith));
    }

    /** The next subset in lexicographic order; false after the last. */
    private static boolean next(int[] subset, int n) {
        int k = subset.length;
        int at = k - 1;
        while (at >= 0 && subset[at] == n - k + at) {
            at--;
        }
        if (at < 0) {
            return false;
        }
        subset[at]++;
        for (int i = at + 1; i < k; i++) {
            subset[i] = subset[i - 1] + 1;
        }
        return true;
    }
}
