package io.weir.cli.attack;

import java.util.Arrays;
import java.util.List;

/** Plain arithmetic on vectors; attacks need no particular order of operations. */
public final class Vectors {
    private Vectors() {}

    public static double[] mean(List<double[]> rows) {
        double[] mean = new double[rows.get(0).length];
        rows.forEach(row -> {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j] / rows.size();
            }
        });
        return mean;
    }

    /** Standard deviation of each coordinate, with n − 1; zeros for a single row. */
    public static double[] deviation(List<double[]> rows) {
        double[] mean = mean(rows);
        double[] deviation = new double[mean.length];
        for (double[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]);
            }
        }
        for (int j = 0; j < mean.length; j++) {
            deviation[j] = Math.sqrt(deviation[j] / Math.max(1, rows.size() - 1));
        }
        return deviation;
    }

    /** {@code x + factor · y}. */
    public static double[] plus(double[] x, double factor, double[] y) {
        double[] sum = x.clone();
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * y[j];
        }
        return sum;
    }

    public static double[] times(double factor, double[] x) {
        return Arrays.stream(x).map(v -> factor * v).toArray();
    }

    public static double product(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    public static double norm(double[] x) {
        return Math.sqrt(product(x, x));
    }

    public static double squaredDistance(double[] x, double[] y) {
        double[] difference = plus(x, -1, y);
        return product(difference, difference);
    }

    /** {@code factor · x / ‖x‖}; x must not be zero. */
    public static double[] unit(double factor, double[] x) {
        return times(factor / norm(x), x);
    }

    /** Mean squared distance of rows to their mean. */
    public static double variance(List<double[]> rows) {
        double[] mean = mean(rows);
        return rows.stream()
                .mapToDouble(row -> squaredDistance(row, mean))
                .average()
                .orElseThrow();
    }

    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int mid = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[mid] : (sorted[mid - 1] + sorted[mid]) / 2;
    }
}
