package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;

/**
 * FLTrust (Cao et al. 2021, section 4): with the update g₀ of a clean data set, the trust score {@code TS_i = max(0,
 * cos(y_i, g₀))}, and the result {@code Σ TS_i · (‖g₀‖/‖y_i‖) · y_i / Σ TS_i}; nobody counts if nobody is trusted. Does not
 * depend on a majority. The federation's reference sends g₀. Exact sums know no factor above 1: a coefficient ends at 1,
 * which concerns rows far shorter than g₀, and where rows are mixtures the whole result is shortened until no update
 * counts more than once.
 */
public final class FlTrust implements Aggregation {
    public static final String NAME = "fltrust";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsReference() {
        return true;
    }

    @Override
    public Combination combination() {
        return new Combination.Linear();
    }

    @Override
    public Result aggregate(Rows rows) {
        Gram gram = rows.gram();
        int root = rows.reference(RoundStatistics.ROOT);
        double[] coefficients = new double[rows.size()];
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = Math.max(0, gram.cosine(i, root));
            sum += coefficients[i];
        }
        for (int i = 0; i < coefficients.length && sum > 0; i++) {
            if (coefficients[i] > 0) {
                coefficients[i] = Math.min(1, coefficients[i] / sum * gram.norm(root) / gram.norm(i));
            }
        }
        double largest = largestShare(rows, coefficients);
        return new Result.Coefficients(
                largest > 1 ? Arrays.stream(coefficients).map(c -> c / largest).toArray() : coefficients);
    }

    private static double largestShare(Rows rows, double[] coefficients) {
        double[] shares = new double[rows.updates().size()];
        for (int r = 0; r < coefficients.length; r++) {
            double[] mixing = rows.mixing(r);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += coefficients[r] * mixing[i];
            }
        }
        return Arrays.stream(shares).max().orElse(0);
    }
}
