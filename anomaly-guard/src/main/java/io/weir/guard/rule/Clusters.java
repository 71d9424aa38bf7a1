package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Joins the two nearest clusters of rows, by {@code 1 − cos}, until a rule has what it looks for, and rejects the rows
 * outside. Of equal distances the pair with the lower indices joins first. Fewer than three updates have no majority and
 * are all admitted.
 */
abstract class Clusters implements Filter {
    private static final int MAJORITY_NEEDS = 3;

    /** How far apart two clusters are. */
    abstract double distance(Gram gram, List<Integer> one, List<Integer> other);

    /** Whether no clusters need be joined any more. */
    abstract boolean done(List<List<Integer>> clusters, int rows);

    @Override
    public final int rowsMax() {
        return 256;
    }

    @Override
    public final Map<Integer, Decision.Reject> reject(Rows rows) {
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        if (rows.size() < MAJORITY_NEEDS) {
            return rejected;
        }
        Majority majority = majority(rows);
        for (int r = 0; r < rows.size(); r++) {
            if (!majority.rows().contains(r)) {
                rejected.put(r, why(rows, r, majority));
            }
        }
        return rejected;
    }

    @Override
    public final double severity(Decision.Reject rejection) {
        return -rejection.evidence().get("meanCosine");
    }

    /** The rows that are kept, and how far apart the farthest of the clusters were that were joined. */
    private record Majority(List<Integer> rows, double joined) {}

    private Majority majority(Rows rows) {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            clusters.add(new ArrayList<>(List.of(r)));
        }
        double joined = 0;
        while (!done(clusters, rows.size())) {
            joined = Math.max(joined, joinNearest(rows.gram(), clusters));
        }
        List<Integer> largest = clusters.get(0);
        for (List<Integer> cluster : clusters) {
            largest = cluster.size() > largest.size() ? cluster : largest;
        }
        return new Majority(largest, joined);
    }

    private double joinNearest(Gram gram, List<List<Integer>> clusters) {
        double nearest = Double.POSITIVE_INFINITY;
        int first = 0;
        int second = 1;
        for (int a = 0; a < clusters.size(); a++) {
            for (int b = a + 1; b < clusters.size(); b++) {
                double distance = distance(gram, clusters.get(a), clusters.get(b));
                if (distance < nearest) {
                    nearest = distance;
                    first = a;
                    second = b;
                }
            }
        }
        clusters.get(first).addAll(clusters.remove(second));
        return nearest;
    }

    private Decision.Reject why(Rows rows, int row, Majority majority) {
        List<Integer> kept = majority.rows();
        double cosine =
                kept.stream().mapToDouble(k -> rows.gram().cosine(row, k)).reduce(0, Double::sum) / kept.size();
        double distance = distance(rows.gram(), List.of(row), kept);
        String detail = String.format(
                Locale.ROOT,
                "'%s' found the update's direction outside the majority's: mean cosine %.3f to the %d updates that it"
                        + " kept; its distance 1 − cos from them is %.3f, they were joined up to %.3f",
                name(),
                cosine,
                kept.size(),
                distance,
                majority.joined());
        return new Decision.Reject(
                ReasonCode.DIRECTION_OUTLIER,
                detail,
                Map.of("meanCosine", cosine, "distance", distance, "joined", majority.joined()));
    }
}
