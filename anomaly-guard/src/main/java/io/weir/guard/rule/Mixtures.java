package io.weir.guard.rule;

import io.weir.guard.Gram;

/** Distances to a mixture of vectors, from inner products. */
final class Mixtures {
    private Mixtures() {}

    /** {@code ‖x_i − Σ_j z_j x_j‖} for the first {@code rows} vectors: {@code √(G_ii − 2(Gz)_i + zᵀGz)}. */
    static double[] distances(Gram gram, int rows, double[] z) {
        double[] products = new double[z.length];
        double squaredNorm = 0;
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z.length; j++) {
                products[i] += gram.product(i, j) * z[j];
            }
            squaredNorm += z[i] * products[i];
        }
        double[] distances = new double[rows];
        for (int i = 0; i < rows; i++) {
            distances[i] = Math.sqrt(Math.max(0, gram.product(i, i) - 2 * products[i] + squaredNorm));
        }
        return distances;
    }
}
