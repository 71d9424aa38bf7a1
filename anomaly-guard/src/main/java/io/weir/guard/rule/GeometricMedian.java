package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The geometric median {@code argmin_z Σ_i ‖z − y_i‖} by the smoothed Weiszfeld algorithm (Pillutla, Kakade, Harchaoui
 * 2022, algorithm 2), from {@code z = 0} on: {@code β_i = α_i / max(ν, ‖z − y_i‖)}, {@code z ← Σ β_i y_i / Σ β_i}. As z
 * is a mixture of rows, {@code ‖z − y_i‖² = G_ii − 2(Gz)_i + zᵀGz}. As a stage it takes {@code α_i = 1/n}: a weight is
 * what a participant claims. Tolerates fewer than half of the rows, by α.
 */
public final class GeometricMedian implements Aggregation {
    public static final String NAME = "geometric-median";
    public static final double DEFAULT_NU = 1e-6;
    public static final int DEFAULT_ITERATIONS = 100;

    private final double nu;
    private final int iterations;
    private final Function<Rows, double[]> alphas;

    /**
     * A geometric median.
     *
     * @param nu least distance that counts, positive
     * @param iterations at least 1
     */
    public GeometricMedian(double nu, int iterations) {
        this(
                nu,
                iterations,
                rows -> Order.meanOf(IntStream.range(0, rows.size()).toArray(), rows.size()));
    }

    /**
     * A weighted geometric median.
     *
     * @param alphas one a row, positive, their sum is 1
     */
    public GeometricMedian(double nu, int iterations, Function<Rows, double[]> alphas) {
        this.nu = nu;
        this.iterations = iterations;
        this.alphas = alphas;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Combination combination() {
        return new Combination.Linear();
    }

    @Override
    public Result aggregate(Rows rows) {
        double[] alpha = alphas.apply(rows);
        double[] z = new double[rows.size()];
        for (int k = 0; k < iterations; k++) {
            double[] distances = Mixtures.distances(rows.gram(), rows.size(), z);
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                z[i] = alpha[i] / Math.max(nu, distances[i]);
                sum += z[i];
            }
            for (int i = 0; i < z.length; i++) {
                z[i] /= sum;
            }
        }
        return new Result.Coefficients(z);
    }
}
