package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rejects an update whose norm is far above the round's: {@code z = (ln‖x‖ − median) / (1.4826 · MAD) > k}, the modified
 * z-score of Iglewicz and Hoaglin (1993) on log norms. One-sided, since a small update does no harm to a mean. The
 * deviation has a floor, so that a round of nearly equal norms rejects nobody for a trifle, and a ceiling, so that banks
 * of very unequal size do not open the door to anything. With the defaults the limit lies between 10 and 30 times the
 * median norm; honest banks of a skewed federation were measured at up to 6 times. Fewer than three updates have no
 * majority and are all admitted.
 */
public final class NormMad implements Filter {
    public static final String NAME = "norm-mad";
    public static final double DEFAULT_K = 4;
    public static final double DEFAULT_MAD_FLOOR = 0.575;
    public static final double DEFAULT_MAD_CEILING = 0.85;

    private static final double MAD_TO_DEVIATION = 1.4826;
    private static final double TINY_NORM = 1e-12;
    private static final int MAJORITY_NEEDS = 3;

    private final double k;
    private final double madFloor;
    private final double madCeiling;

    /**
     * A filter.
     *
     * @param k threshold in deviations
     * @param madFloor least deviation, in units of ln‖x‖
     * @param madCeiling largest deviation, not below the floor
     */
    public NormMad(double k, double madFloor, double madCeiling) {
        if (madCeiling < madFloor) {
            throw new IllegalArgumentException("parameter 'mad.ceiling' of rule " + NAME + " is " + madCeiling
                    + ": below 'mad.floor' " + madFloor);
        }
        this.k = k;
        this.madFloor = madFloor;
        this.madCeiling = madCeiling;
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
        double[] logs = IntStream.range(0, rows.size())
                .mapToDouble(r -> StrictMath.log(Math.max(TINY_NORM, rows.norm(r))))
                .toArray();
        double median = Order.median(logs);
        double mad =
                Order.median(Arrays.stream(logs).map(l -> Math.abs(l - median)).toArray());
        double deviation = Math.min(madCeiling, Math.max(madFloor, MAD_TO_DEVIATION * mad));
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        for (int r = 0; r < rows.size(); r++) {
            double z = (logs[r] - median) / deviation;
            if (rows.size() >= MAJORITY_NEEDS && z > k) {
                rejected.put(r, why(rows.norm(r), z, median));
            }
        }
        return rejected;
    }

    @Override
    public double severity(Decision.Reject rejection) {
        return rejection.evidence().get("z");
    }

    private Decision.Reject why(double norm, double z, double median) {
        double medianNorm = StrictMath.exp(median);
        String detail = String.format(
                Locale.ROOT,
                "L2 norm %.4g is %.1f deviations above the round's median %.4g; the limit is %.1f. Check that the"
                        + " update is the difference to the base version and was not scaled",
                norm,
                z,
                medianNorm,
                k);
        return new Decision.Reject(
                ReasonCode.NORM_OUTLIER, detail, Map.of("norm", norm, "z", z, "medianNorm", medianNorm, "k", k));
    }
}
