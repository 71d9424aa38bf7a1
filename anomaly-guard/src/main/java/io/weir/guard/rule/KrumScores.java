package io.weir.guard.rule;

import io.weir.guard.Gram;
import java.util.Arrays;

/**
 * Krum's score of a row: the sum of its squared distances to its nearest rows (Blanchard et al. 2017, section 4,
 * {@code s(i) = Σ_{i→j} ‖V_i − V_j‖²}). The paper takes the {@code n − f − 2} nearest; public code has five different
 * numbers.
 *
 * @param f hostile rows
 * @param less how many fewer than {@code n − f} neighbours count; 2 in the paper. At least one counts
 */
record KrumScores(int f, int less) {
    static final int PAPER = 2;
    static final String MEANING = "sum of squared distances to its nearest updates";

    /** Scores of the rows {@code among}, which are the {@code n}, in that order. */
    double[] of(Gram gram, int[] among) {
        int neighbours = Math.min(among.length - 1, Math.max(1, among.length - f - less));
        double[] scores = new double[among.length];
        for (int a = 0; a < among.length; a++) {
            double[] distances = new double[among.length - 1];
            for (int b = 0, at = 0; b < among.length; b++) {
                if (b != a) {
                    distances[at++] = gram.squaredDistance(among[a], among[b]);
                }
            }
            Arrays.sort(distances);
            for (int k = 0; k < neighbours; k++) {
                scores[a] += distances[k];
            }
        }
        return scores;
    }
}
