package io.weir.guard.history;

import io.weir.guard.Combination;
import java.util.Arrays;
import java.util.List;

/**
 * An update after its verdict.
 *
 * @param share with which it went into the aggregate
 */
public record Judged(String participant, double norm, Outcome outcome, double share) {
    /**
     * The admitted updates' shares in the aggregate. Where that goes by the ranks of values there are no such shares; then
     * those in the mean of the rows stand for them.
     *
     * @param factors of the admitted updates
     * @param mixing as of the judgement
     * @param divisor of the sums
     */
    public static double[] shares(
            Combination combination, double[] factors, int[] weights, List<double[]> mixing, long divisor) {
        double[] shares = new double[factors.length];
        if (combination instanceof Combination.WeightedSum) {
            Arrays.setAll(shares, i -> factors[i] * weights[i] / divisor);
        } else if (combination instanceof Combination.Linear) {
            Arrays.setAll(shares, i -> factors[i] / divisor);
        } else if (mixing.isEmpty()) {
            Arrays.fill(shares, 1.0 / shares.length);
        } else {
            mixing.forEach(row -> Arrays.setAll(shares, i -> shares[i] + row[i] / mixing.size()));
        }
        return shares;
    }
}
