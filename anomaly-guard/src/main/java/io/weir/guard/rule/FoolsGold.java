package io.weir.guard.rule;

import io.weir.guard.Gram;

/**
 * FoolsGold (Fung, Yoon, Beschastnikh 2020, algorithm 1): a participant whose summed updates point where another's do
 * loses weight, as sybils share a goal. Library code: nobody keeps the sums of past updates yet.
 *
 * @param epsilon keeps divisions and the logarithm finite
 */
public record FoolsGold(double epsilon) {
    private static final double CERTAIN = 0.99;

    /**
     * A weight in [0, 1] for each participant, {@code α_i = clamp(ln(w_i/(1 − w_i)) + 0.5)} with {@code w_i = 1 − max_j
     * cos_ij}, scaled to a maximum of 1, after cosines with a more suspect participant were pardoned by the ratio of
     * both maxima. All 0 if every one is a copy of another.
     *
     * @param histories inner products of the participants' summed updates
     */
    public double[] weights(Gram histories) {
        int n = histories.size();
        double[] suspicion = new double[n];
        for (int i = 0; i < n; i++) {
            suspicion[i] = maximum(histories, i, new double[0]) + epsilon;
        }
        double[] weights = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            weights[i] = Math.min(1, Math.max(0, 1 - maximum(histories, i, suspicion)));
            largest = Math.max(largest, weights[i]);
        }
        for (int i = 0; i < n && largest > 0; i++) {
            double w = weights[i] == largest ? CERTAIN : weights[i] / largest;
            weights[i] = Math.min(1, Math.max(0, StrictMath.log(w / (1 - w) + epsilon) + 0.5));
        }
        return weights;
    }

    /** The largest cosine with another, pardoned where {@code suspicion} is given; at least 0, the cosine's own entry. */
    private static double maximum(Gram histories, int i, double[] suspicion) {
        double maximum = 0;
        for (int j = 0; j < histories.size(); j++) {
            double cosine = i == j ? 0 : histories.cosine(i, j);
            boolean pardon = i != j && suspicion.length > 0 && suspicion[i] < suspicion[j];
            maximum = Math.max(maximum, pardon ? cosine * suspicion[i] / suspicion[j] : cosine);
        }
        return maximum;
    }
}
