package io.weir.guard.rule;

import io.weir.guard.Gram;

/** How rows lie around their mean. */
final class Scatter {
    private Scatter() {}

    /**
     * {@code K_ab = √(c_a c_b)/C · ⟨x_a − μ, x_b − μ⟩} with {@code C = Σ c} and {@code μ = Σ c_a x_a / C}: its eigenvalues
     * are those of the rows' covariance, as far as they are not 0.
     *
     * @param among the rows
     * @param c their weights, positive
     */
    static double[][] of(Gram gram, int[] among, double[] c) {
        int n = among.length;
        double total = 0;
        for (double weight : c) {
            total += weight;
        }
        double[] toMean = new double[n];
        double meanSquared = 0;
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                toMean[a] += c[b] / total * gram.product(among[a], among[b]);
            }
            meanSquared += c[a] / total * toMean[a];
        }
        double[][] scatter = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                double product = gram.product(among[a], among[b]) - toMean[a] - toMean[b] + meanSquared;
                scatter[a][b] = Math.sqrt(c[a] * c[b]) / total * product;
            }
        }
        return scatter;
    }
}
