package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The norm band of SignGuard (Xu et al. 2022, algorithm 2): rejects an update whose norm is not within
 * {@code [lower, upper]} times the round's median norm. The paper's second half is {@link SignClustering}. Fewer than three updates have no majority and are all admitted.
 */
public final class SignGuard implements Filter {
    public static final String NAME = "sign-guard";
    public static final double DEFAULT_LOWER = 0.1;
    public static final double DEFAULT_UPPER = 3;

    private static final int MAJORITY_NEEDS = 3;

    private final double lower;
    private final double upper;

    /** A band, in median norms; {@code lower} at most 1, {@code upper} at least 1. */
    public SignGuard(double lower, double upper) {
        this.lower = lower;
        this.upper = upper;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public Map<Integer, Decision.Reject> reject(Rows rows) {
        double median = Order.median(
                IntStream.range(0, rows.size()).mapToDouble(rows::norm).toArray());
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        for (int r = 0; r < rows.size() && rows.size() >= MAJORITY_NEEDS; r++) {
            double norm = rows.norm(r);
            if (norm < lower * median || norm > upper * median) {
                rejected.put(r, why(norm, median));
            }
        }
        return rejected;
    }

    /** By how much the norm is off, in either direction. */
    @Override
    public double severity(Decision.Reject rejection) {
        double norm = rejection.evidence().get("norm");
        double median = rejection.evidence().get("medianNorm");
        return norm > median ? norm / median : median / norm;
    }

    private Decision.Reject why(double norm, double median) {
        String detail = String.format(
                Locale.ROOT,
                "L2 norm %.4g is not within %.4g and %.4g, which are %.4g and %.4g times the round's median. Check that"
                        + " the update is the difference to the base version and was not scaled",
                norm,
                lower * median,
                upper * median,
                lower,
                upper);
        return new Decision.Reject(
                ReasonCode.NORM_OUTLIER,
                detail,
                Map.of("norm", norm, "medianNorm", median, "lowest", lower * median, "highest", upper * median));
    }
}
