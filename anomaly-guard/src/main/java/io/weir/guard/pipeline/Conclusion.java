package io.weir.guard.pipeline;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.pipeline.Aggregation.Result;
import io.weir.guard.pipeline.Aggregation.Scores;
import io.weir.wire.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** From coefficients or chosen rows to what each update contributes. */
final class Conclusion {
    /** What a factor may be off by after a few roundings of double. */
    private static final double ROUNDING = 1e-12;

    private final String stage;
    private final Rows rows;
    private final Map<String, Decision> decisions;

    Conclusion(String stage, Rows rows, Map<String, Decision> decisions) {
        this.stage = stage;
        this.rows = rows;
        this.decisions = decisions;
    }

    /**
     * {@code Σ_i α_i x_i} with {@code α = cᵀM}, as an exact sum of scaled updates and an integer divisor: factor
     * {@code α_i · D} with the largest whole D that keeps every factor in (0, 1].
     */
    Judgement linear(Result.Coefficients result, double noise, Optional<String> reference) {
        double[] coefficients = result.coefficients();
        double[] shares = new double[rows.updates().size()];
        for (int r = 0; r < rows.size(); r++) {
            double[] mixing = rows.mixing(r);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += coefficients[r] * mixing[i];
            }
        }
        double largest =
                Math.max(result.reference(), Arrays.stream(shares).max().orElse(0));
        long divisor = largest > 0 ? Math.max(1, (long) Math.floor(1 / largest * (1 + ROUNDING))) : 1;
        if (result.reference() > 0) {
            decisions.put(reference.orElseThrow(), admitted(result.reference() * divisor));
        }
        for (int i = 0; i < shares.length; i++) {
            UpdateStatistics update = rows.updates().get(i);
            double factor = shares[i] * divisor;
            if (!(factor >= 0) || factor > 1 + shares.length * ROUNDING) {
                throw new IllegalStateException(
                        "stage " + stage + " gave " + update.participant() + " the share " + shares[i]);
            }
            decisions.put(update.participant(), factor == 0 ? notSelected(result.scores(), i) : admitted(factor));
        }
        return new Judgement(decisions, List.of(), divisor, noise);
    }

    private static Decision admitted(double factor) {
        return new Decision.Admit(factor > 1 - ROUNDING ? 1 : factor);
    }

    /** The rows that a combination by ranks works on; updates that are in none of them do not count. */
    Judgement ranked(Result.Chosen result) {
        int[] chosen = result.rows();
        int[] used = IntStream.range(0, rows.updates().size())
                .filter(i -> Arrays.stream(chosen).anyMatch(r -> rows.mixing(r)[i] != 0))
                .toArray();
        for (int i = 0; i < rows.updates().size(); i++) {
            decisions.put(rows.updates().get(i).participant(), notSelected(result.scores(), i));
        }
        for (int i : used) {
            decisions.put(rows.updates().get(i).participant(), new Decision.Admit(1));
        }
        List<double[]> mixing = new ArrayList<>();
        boolean plain = chosen.length == used.length;
        for (int k = 0; k < chosen.length; k++) {
            double[] row = rows.mixing(chosen[k]);
            double[] left = Arrays.stream(used).mapToDouble(i -> row[i]).toArray();
            mixing.add(left);
            for (int i = 0; plain && i < left.length; i++) {
                plain = left[i] == (i == k ? 1 : 0);
            }
        }
        return new Judgement(decisions, plain ? List.of() : mixing, 0);
    }

    /** A row's score is its update's where rows are not mixed. */
    private Decision.Reject notSelected(Optional<Scores> known, int row) {
        if (known.isEmpty() || rows.isMixed()) {
            return notSelected("", Map.of());
        }
        Scores scores = known.get();
        double score = scores.values()[row];
        String compared = String.format(
                Locale.ROOT, ": its %s is %.4g, the largest that counts %.4g", scores.meaning(), score, scores.limit());
        return notSelected(compared, Map.of("score", score, "limit", scores.limit()));
    }

    private Decision.Reject notSelected(String compared, Map<String, Double> evidence) {
        String detail = "'" + stage + "' built the aggregate from other updates of this round" + compared
                + "; this is no accusation";
        return new Decision.Reject(ReasonCode.NOT_SELECTED, detail, evidence).by(stage);
    }
}
