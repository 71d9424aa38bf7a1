package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.history.History;
import io.weir.guard.history.Memory;
import io.weir.guard.history.PastUpdate;
import io.weir.guard.history.Prediction;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * FLDetector (Zhang, Cao, Jia, Gong 2022): a participant's score is the mean of its last ten shares of the deviation from
 * what {@link Prediction} says (section 4.2, equation 5). If the {@linkplain GapStatistic gap statistic} says that the scores
 * are of more than one kind, 2-means divides them and those of the larger mean are refused (section 4.3). The paper trains
 * anew without them; here each round judges for itself. Vectors are sketches: exact for short models, otherwise about.
 */
public final class FlDetector implements Filter {
    public static final String NAME = "fldetector";
    public static final int DEFAULT_START = 5;
    /** The paper's N. */
    public static final int WINDOW = 10;

    private static final int MAJORITY_NEEDS = 3;
    private static final int ROWS_MAX = 256;

    private final int start;

    /**
     * A filter.
     *
     * @param start predictions that a participant's score needs, 1 to {@value #WINDOW}
     */
    public FlDetector(int start) {
        this.start = start;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Memory> remembers() {
        return Set.of(Memory.UPDATES, Memory.STEPS);
    }

    @Override
    public int rowsMax() {
        return ROWS_MAX;
    }

    @Override
    public Map<Integer, Decision.Reject> reject(Rows rows) {
        Map<String, Double> now = Prediction.of(rows.history()).deviations(new TreeMap<>(rows.sketches()));
        List<double[]> deviations = IntStream.range(0, rows.size())
                .mapToObj(r -> deviations(rows.history(), rows.update(r).participant(), now))
                .toList();
        int[] scored = IntStream.range(0, rows.size())
                .filter(r -> deviations.get(r).length >= start)
                .toArray();
        double[] scores = Arrays.stream(scored)
                .mapToDouble(r -> Arrays.stream(deviations.get(r)).reduce(0, Double::sum) / deviations.get(r).length)
                .toArray();
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        if (scored.length < MAJORITY_NEEDS) {
            return rejected;
        }
        GapStatistic gap = GapStatistic.of(scores, rows.round());
        for (int s = 0; s < scored.length && gap.isOfTwoKinds(); s++) {
            if (scores[s] > gap.limit()) {
                rejected.put(scored[s], why(scores[s], gap, deviations.get(scored[s]).length));
            }
        }
        return rejected;
    }

    /** The newest of a participant, at most {@link #WINDOW}, this round's last. */
    private static double[] deviations(History history, String participant, Map<String, Double> now) {
        if (!now.containsKey(participant)) {
            return new double[0];
        }
        List<Double> all = new ArrayList<>();
        history.updates(participant).stream()
                .filter(PastUpdate::isPredicted)
                .forEach(update -> all.add(update.deviation()));
        all.add(now.get(participant));
        return all.subList(Math.max(0, all.size() - WINDOW), all.size()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @Override
    public double severity(Decision.Reject rejection) {
        return rejection.evidence().get("score");
    }

    private static Decision.Reject why(double score, GapStatistic gap, int rounds) {
        String detail = String.format(
                Locale.ROOT,
                "over %d rounds the update was farther from what its own last one and the model's steps let expect: its share"
                        + " of all deviations is %.4f, the largest of the others' %.4f. Check that the bank trains from the"
                        + " published model, in every round alike",
                rounds,
                score,
                gap.limit());
        return new Decision.Reject(
                ReasonCode.HISTORY_OUTLIER,
                detail,
                Map.of("score", score, "limit", gap.limit(), "gap", gap.advantage(), "rounds", (double) rounds));
    }
}
