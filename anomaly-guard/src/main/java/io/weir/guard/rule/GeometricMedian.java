package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;

/**
 * The geometric median {@code argmin_z Σ_i ‖z − y_i‖} by the smoothed Weiszfeld algorithm (Pillutla, Kakade, Harchaoui
 * 2022, algorithm 2), from {@code z = 0} on: {@code β_i = (1/n) / max(ν, ‖z − y_i‖)}, {@code z ← Σ β_i y_i / Σ β_i}. As z
 * is a mixture of rows, {@code ‖z − y_i‖² = G_ii − 2(Gz)_i + zᵀGz}. Tolerates fewer than half of the rows.
 */
public final class GeometricMedian implements Aggregation {
    public static final String NAME = "geometric-median";
    public static final double DEFAULT_NU = 1e-6;
    public static final int DEFAULT_ITERATIONS = 100;

    private final double nu;
    private final int iterations;

    /**
     * A geometric median.
     *
     * @param nu least distance that counts, positive
     * @param iterations at least 1
     */
    public GeometricMedian(double nu, int iterations) {
        this.nu = nu;
        this.iterations = iterations;
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
        double[] z = new double[rows.size()];
        for (int k = 0; k < iterations; k++) {
            double[] distances = Mixtures.distances(rows.gram(), rows.size(), z);
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                z[i] = 1.0 / z.length / Math.max(nu, distances[i]);
                sum += z[i];
            }
            for (int i = 0; i < z.length; i++) {
                z[i] /= sum;
            }
        }
        return new Result.Coefficients(z);
    }
}
