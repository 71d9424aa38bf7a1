package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.Signs;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The clustering of SignGuard (Xu et al. 2022, algorithm 2): shares of positive, negative and zero values, clustered by mean shift with a flat
 * kernel (Comaniciu, Meer 2002); who is not in the largest cluster is rejected. The bandwidth is the mean distance to the
 * ⌈n/2⌉-th nearest row, itself counted. The paper looks at a tenth of the coordinates, drawn at random; here it is all of them. Fewer than three
 * updates have no majority and are all admitted.
 */
public final class SignClustering implements Filter {
    public static final String NAME = "sign-clustering";

    private static final int MAJORITY_NEEDS = 3;
    private static final int ROWS_MAX = 1024;
    private static final int SHIFTS_MAX = 300;
    /** Of the bandwidth: a smaller shift ends the search for a row's mode. */
    private static final double STILL = 1e-3;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public boolean needsSigns() {
        return true;
    }

    @Override
    public int rowsMax() {
        return ROWS_MAX;
    }

    @Override
    public Map<Integer, Decision.Reject> reject(Rows rows) {
        double[][] shares =
                IntStream.range(0, rows.size()).mapToObj(r -> shares(rows, r)).toArray(double[][]::new);
        double bandwidth = bandwidth(shares);
        if (shares.length < MAJORITY_NEEDS || bandwidth == 0) {
            return Map.of();
        }
        double[][] modes = modes(shares, bandwidth);
        double[] centre = largest(modes, bandwidth);
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        for (int r = 0; r < shares.length; r++) {
            if (distance(modes[r], centre) > bandwidth) {
                rejected.put(r, why(shares[r], centre, bandwidth));
            }
        }
        return rejected;
    }

    /** How far the shares are from those of the majority. */
    @Override
    public double severity(Decision.Reject rejection) {
        return rejection.evidence().get("distance");
    }

    private static double[] shares(Rows rows, int row) {
        Signs signs = rows.update(row).signs();
        double total = Math.max(1, signs.total());
        return new double[] {signs.positive() / total, signs.negative() / total, signs.zero() / total};
    }

    private static double bandwidth(double[][] shares) {
        int nearest = (shares.length + 1) / 2;
        double sum = 0;
        for (double[] one : shares) {
            double[] distances = Arrays.stream(shares)
                    .mapToDouble(other -> distance(one, other))
                    .toArray();
            Arrays.sort(distances);
            sum += distances[nearest - 1];
        }
        return sum / shares.length;
    }

    /** Where each row ends that moves to the mean of those around it. */
    private static double[][] modes(double[][] shares, double bandwidth) {
        return Arrays.stream(shares).map(row -> mode(row, shares, bandwidth)).toArray(double[][]::new);
    }

    private static double[] mode(double[] from, double[][] shares, double bandwidth) {
        double[] at = from;
        for (int shift = 0; shift < SHIFTS_MAX; shift++) {
            double[] mean = new double[at.length];
            int around = 0;
            for (double[] other : shares) {
                if (distance(at, other) <= bandwidth) {
                    for (int k = 0; k < mean.length; k++) {
                        mean[k] += other[k];
                    }
                    around++;
                }
            }
            for (int k = 0; k < mean.length; k++) {
                mean[k] /= around;
            }
            double moved = distance(at, mean);
            at = mean;
            if (moved <= STILL * bandwidth) {
                return at;
            }
        }
        return at;
    }

    /** The mode that most rows end near; of equals that of the lowest row. */
    private static double[] largest(double[][] modes, double bandwidth) {
        double[] largest = modes[0];
        long most = 0;
        for (double[] mode : modes) {
            long near = Arrays.stream(modes)
                    .filter(other -> distance(mode, other) <= bandwidth)
                    .count();
            if (near > most) {
                most = near;
                largest = mode;
            }
        }
        return largest;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += (one[k] - other[k]) * (one[k] - other[k]);
        }
        return Math.sqrt(sum);
    }

    private static Decision.Reject why(double[] shares, double[] centre, double bandwidth) {
        double distance = distance(shares, centre);
        String detail = String.format(
                Locale.ROOT,
                "%.1f %% of the values are positive and %.1f %% negative; of most updates it is %.1f %% and %.1f %%. Check that the"
                        + " update is the difference to the base version, new minus old",
                100 * shares[0],
                100 * shares[1],
                100 * centre[0],
                100 * centre[1]);
        return new Decision.Reject(
                ReasonCode.DIRECTION_OUTLIER,
                detail,
                Map.of(
                        "positiveShare", shares[0],
                        "negativeShare", shares[1],
                        "usualPositiveShare", centre[0],
                        "usualNegativeShare", centre[1],
                        "distance", distance,
                        "bandwidth", bandwidth));
    }
}
