package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;

/**
 * FLTrust (Cao et al. 2021, section 4): with the update g₀ of a clean data set, the trust score {@code TS_i = max(0,
 * cos(y_i, g₀))}, and the result {@code Σ TS_i · (‖g₀‖/‖y_i‖) · y_i / Σ TS_i}; nobody counts if nobody is trusted. A coefficient
 * ends at 1, since exact sums know no larger factor: it concerns updates far shorter than g₀. Does not depend on a
 * majority. The federation's reference sends g₀.
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
        return new Result.Coefficients(coefficients);
    }
}
