package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.history.Forecast;
import io.weir.guard.history.Memory;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * FLANDERS (Gabrielli et al. 2023): leaves out the {@code f} updates that are farthest from
 * the {@link Forecast} of them, whoever they are, once enough rounds were seen. Updates without a forecast are not judged. As in
 * the authors' program, what was left out is remembered as it came.
 */
public final class Flanders implements Filter {
    public static final String NAME = "flanders";
    public static final int DEFAULT_START = 3;
    public static final int DEFAULT_ITERATIONS = 30;
    public static final int ITERATIONS_MAX = 100;

    /** The fit takes time with the cube of the rows. */
    private static final int ROWS_MAX = 128;

    private final int f;
    private final int start;
    private final int iterations;

    /**
     * A filter.
     *
     * @param start rounds that a forecast needs, 2 to {@link Forecast#ROUNDS}
     * @param iterations of the fit, the paper's N
     */
    public Flanders(int f, int start, int iterations) {
        this.f = f;
        this.start = start;
        this.iterations = iterations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Memory> remembers() {
        return Set.of(Memory.UPDATES, Memory.TRAILS);
    }

    @Override
    public int rowsMin() {
        return 2 * f + 1;
    }

    @Override
    public int rowsMax() {
        return ROWS_MAX;
    }

    @Override
    public Map<Integer, Decision.Reject> reject(Rows rows) {
        Map<String, double[]> forecast = Forecast.of(rows.history(), start, iterations);
        int[] judged = IntStream.range(0, rows.size())
                .filter(r -> isComparable(rows, r, forecast))
                .toArray();
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        if (judged.length < rowsMin()) {
            return rejected;
        }
        double[] scores = new double[judged.length];
        for (int k = 0; k < judged.length; k++) {
            String participant = rows.update(judged[k]).participant();
            scores[k] = Forecast.distance(rows.sketches().get(participant), forecast.get(participant));
        }
        int[] rising = Order.rising(scores);
        double limit = scores[rising[judged.length - f - 1]];
        for (int k = judged.length - f; k < judged.length; k++) {
            if (scores[rising[k]] > limit) {
                rejected.put(judged[rising[k]], why(scores[rising[k]], limit));
            }
        }
        return rejected;
    }

    private static boolean isComparable(Rows rows, int row, Map<String, double[]> forecast) {
        String participant = rows.update(row).participant();
        double[] expected = forecast.get(participant);
        return expected != null
                && Math.min(rows.sketches().get(participant).length, Forecast.NUMBERS) == expected.length;
    }

    @Override
    public double severity(Decision.Reject rejection) {
        return rejection.evidence().get("score");
    }

    private static Decision.Reject why(double score, double limit) {
        String detail = String.format(
                Locale.ROOT,
                "the update is %.4g away from what the rounds before let forecast, the largest distance of the others is %.4g;"
                        + " f of them are always left out. Check that the bank trains from the published model, in every"
                        + " round alike",
                score,
                limit);
        return new Decision.Reject(ReasonCode.HISTORY_OUTLIER, detail, Map.of("score", score, "limit", limit));
    }
}
