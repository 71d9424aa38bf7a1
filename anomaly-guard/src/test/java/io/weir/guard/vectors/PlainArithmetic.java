package io.weir.guard.vectors;

import io.weir.guard.Combination;
import io.weir.guard.Gram;
import java.util.Arrays;
import java.util.Comparator;

/** A second witness for the kernels: double from end to end, written for reading. */
final class PlainArithmetic implements Arithmetic {
    @Override
    public double[] triangle(double[][] rows, int from, int to) {
        double[] products = new double[Gram.length(rows.length)];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                for (int c = from; c < to; c++) {
                    products[Gram.index(i, j)] += rows[i][c] * rows[j][c];
                }
            }
        }
        return products;
    }

    @Override
    public double[] combine(Terms terms, double[][] rows, int from, int to) {
        double[] combined = new double[to - from];
        for (int c = from; c < to; c++) {
            combined[c - from] = sum(terms, column(rows, c)) / terms.divisor();
        }
        return combined;
    }

    private static double[] column(double[][] rows, int c) {
        return Arrays.stream(rows).mapToDouble(row -> row[c]).toArray();
    }

    private static double sum(Terms terms, double[] x) {
        if (terms.combination() instanceof Combination.MiddleRanks ranks) {
            double[] sorted = Arrays.stream(mixed(terms, x)).sorted().toArray();
            return Arrays.stream(sorted, ranks.from(sorted.length), ranks.to(sorted.length))
                    .reduce(0, Double::sum);
        }
        if (terms.combination() instanceof Combination.NearestToMedian nearest) {
            double[] sorted = Arrays.stream(mixed(terms, x)).sorted().toArray();
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
            return Arrays.stream(sorted)
                    .boxed()
                    .sorted(Comparator.comparingDouble(value -> Math.abs(value - median)))
                    .limit(nearest.count(sorted.length))
                    .reduce(0.0, Double::sum);
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (terms.combination() instanceof Combination.WeightedSum ? terms.weights()[i] : 1)
                    * terms.factors()[i]
                    * x[i];
        }
        return sum;
    }

    private static double[] mixed(Terms terms, double[] x) {
        if (terms.mixing().isEmpty()) {
            return x;
        }
        return terms.mixing().stream()
                .mapToDouble(shares -> {
                    double sum = 0;
                    for (int i = 0; i < x.length; i++) {
                        sum += shares[i] * x[i];
                    }
                    return sum;
                })
                .toArray();
    }
}
