package io.weir.guard.rule;

import static io.weir.guard.rule.Remembering.rejected;
import static io.weir.guard.rule.Remembering.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.wire.ReasonCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlDetectorTest {
    private static final int BANKS = 9;
    private static final double[] CURVATURE = {0.1, 0.2, 0.3, 0.4};

    /** Banks descend quadratics of one curvature and several optima, with little noise; the last two send noise alone. */
    @Test
    void whoDoesNotFollowTheModelIsFoundOnceThereAreEnoughPredictions() {
        Remembering rounds = new Remembering("fldetector,mean", Map.of("start", "4"));
        Random random = new Random(3);
        double[] model = new double[CURVATURE.length];
        List<String> rejected = List.of();
        Judgement last = null;
        for (int round = 1; round <= 8; round++) {
            Map<String, double[]> updates = updates(model, random, 2);
            last = rounds.judge(updates);
            rejected = rejected(last);
            if (round < 5) {
                assertThat(rejected).as("round " + round).isEmpty();
            }
            model = step(model, updates);
        }

        assertThat(rejected).containsExactly("p7", "p8");
        Decision.Reject why = why(last, "p8");
        assertThat(why.reason()).isEqualTo(ReasonCode.HISTORY_OUTLIER);
        assertThat(why.stage()).isEqualTo("fldetector");
        assertThat(why.evidence().get("score")).isGreaterThan(why.evidence().get("limit"));
        assertThat(why.evidence()).containsEntry("rounds", 7.0);
    }

    @Test
    void whereAllFollowTheModelNobodyIsFound() {
        Remembering rounds = new Remembering("fldetector,mean", Map.of("start", "4"));
        Random random = new Random(4);
        double[] model = new double[CURVATURE.length];
        for (int round = 1; round <= 8; round++) {
            Map<String, double[]> updates = updates(model, random, 0);
            assertThat(rejected(rounds.judge(updates))).isEmpty();
            model = step(model, updates);
        }
    }

    private static Map<String, double[]> updates(double[] model, Random random, int hostile) {
        Map<String, double[]> updates = new HashMap<>();
        for (int b = 0; b < BANKS; b++) {
            int bank = b;
            double[] update = new double[model.length];
            Arrays.setAll(
                    update,
                    k -> bank >= BANKS - hostile
                            ? random.nextGaussian()
                            : CURVATURE[k] * (5 + bank % 3 - model[k]) + 0.01 * random.nextGaussian());
            updates.put("p" + b, update);
        }
        return updates;
    }

    private static double[] step(double[] model, Map<String, double[]> updates) {
        double[] next = model.clone();
        updates.values().forEach(update -> Arrays.setAll(next, k -> next[k] + update[k] / BANKS));
        return next;
    }
}
