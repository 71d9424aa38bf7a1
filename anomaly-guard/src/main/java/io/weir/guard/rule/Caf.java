package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Covariance-bound agnostic filter (Allouah, Guerraoui, Stephan 2025, "Towards trustworthy federated learning with
 * untrusted participants"): rows that stand out along the weighted covariance's first direction lose weight,
 * {@code c_i ← c_i (1 − τ_i / max τ)} with {@code τ_i = ⟨y_i − μ, v⟩²}, until no more than {@code n − 2f} of it is left;
 * the result is the mean μ of the step with the smallest first eigenvalue. The maximum runs over rows that have weight,
 * so every step takes one out. Tolerates {@code f} hostile rows of at least {@code 2f + 1}.
 */
public final class Caf implements Aggregation {
    public static final String NAME = "caf";

    private final int f;

    /** CAF. */
    public Caf(int f) {
        this.f = f;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rowsMin() {
        return 2 * f + 1;
    }

    @Override
    public int rowsMax() {
        return 256;
    }

    @Override
    public Combination combination() {
        return new Combination.Linear();
    }

    @Override
    public Result aggregate(Rows rows) {
        double[] c = new double[rows.size()];
        Arrays.fill(c, 1);
        double[] best = c.clone();
        double smallest = Double.POSITIVE_INFINITY;
        double largestShare = 1;
        while (total(c) > c.length - 2 * f && largestShare > 0) {
            int[] counting = IntStream.range(0, c.length).filter(i -> c[i] > 0).toArray();
            double[] weights = Arrays.stream(counting).mapToDouble(i -> c[i]).toArray();
            TopSpace top = TopSpace.of(Scatter.of(rows.gram(), counting, weights));
            if (top.value() < smallest) {
                smallest = top.value();
                best = c.clone();
            }
            // With K = λuuᵀ + …, the row's own deviation is τ_i = λ C u_i² / c_i; the factor λ C cancels.
            double[] tau = IntStream.range(0, counting.length)
                    .mapToDouble(k -> top.shares()[k] / weights[k])
                    .toArray();
            largestShare = Arrays.stream(tau).max().orElse(0);
            for (int k = 0; k < counting.length && largestShare > 0; k++) {
                c[counting[k]] *= Math.max(0, 1 - tau[k] / largestShare);
            }
        }
        double[] lost = Arrays.stream(best).map(weight -> 1 - weight).toArray();
        double limit = Arrays.stream(lost).filter(share -> share < 1).max().orElse(0);
        return new Result.Coefficients(mean(best), Optional.of(new Scores("weight lost by standing out", lost, limit)));
    }

    private static double[] mean(double[] c) {
        double total = total(c);
        return Arrays.stream(c).map(weight -> weight / total).toArray();
    }

    private static double total(double[] c) {
        double total = 0;
        for (double weight : c) {
            total += weight;
        }
        return total;
    }
}
