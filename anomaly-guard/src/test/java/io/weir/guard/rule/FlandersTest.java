package io.weir.guard.rule;

import static io.weir.guard.rule.Remembering.rejected;
import static io.weir.guard.rule.Remembering.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.wire.ReasonCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlandersTest {
    private static final int BANKS = 9;
    private static final int PARAMETERS = 6;

    @Test
    void leavesOutTheFThatAreFarthestFromTheirForecastOnceThreeRoundsWereSeen() {
        Remembering rounds = new Remembering("flanders,mean", Map.of("f", "2"));
        Random random = new Random(5);
        Judgement last = null;
        for (int round = 1; round <= 6; round++) {
            last = rounds.judge(updates(round, random));
            if (round <= 3) {
                assertThat(rejected(last)).as("round " + round).isEmpty();
            }
        }

        assertThat(rejected(last)).containsExactly("p7", "p8");
        Decision.Reject why = why(last, "p8");
        assertThat(why.reason()).isEqualTo(ReasonCode.HISTORY_OUTLIER);
        assertThat(why.stage()).isEqualTo("flanders");
        assertThat(why.evidence().get("score")).isGreaterThan(why.evidence().get("limit"));
    }

    @Test
    void whoMissedARoundHasNoForecastAndIsNotJudged() {
        Remembering rounds = new Remembering("flanders,mean", Map.of("f", "2"));
        Random random = new Random(5);
        Judgement last = null;
        for (int round = 1; round <= 6; round++) {
            Map<String, double[]> updates = updates(round, random);
            if (round == 4) {
                updates.remove("p8");
            }
            last = rounds.judge(updates);
        }

        assertThat(rejected(last)).contains("p7").doesNotContain("p8").hasSize(2);
    }

    @Test
    void aLongerVectorIsForecastByItsShortSketch() {
        Remembering rounds = new Remembering("flanders,mean", Map.of("f", "1"));
        Random random = new Random(5);
        Judgement last = null;
        for (int round = 1; round <= 5; round++) {
            Map<String, double[]> updates = new HashMap<>();
            for (int b = 0; b < 5; b++) {
                double[] update = new double[100];
                for (int k = 0; k < update.length; k++) {
                    update[k] = b == 4 ? random.nextGaussian() : Math.pow(0.9, round) * (k % (b + 2) - 1);
                }
                updates.put("p" + b, update);
            }
            last = rounds.judge(updates);
        }

        assertThat(rejected(last)).containsExactly("p4");
        assertThat(rounds.history().participants().get("p0").trail()).hasSize(5).allMatch(x -> x.length == 32);
    }

    /** Updates that shrink and turn by the same law; the last two are noise. */
    private static Map<String, double[]> updates(int round, Random random) {
        Map<String, double[]> updates = new HashMap<>();
        for (int b = 0; b < BANKS; b++) {
            double[] update = new double[PARAMETERS];
            for (int k = 0; k < PARAMETERS; k++) {
                update[k] = b >= BANKS - 2
                        ? 2 * random.nextGaussian()
                        : Math.pow(0.95, round) * Math.cos(0.3 * round + b + 0.8 * k) + 0.01 * random.nextGaussian();
            }
            updates.put("p" + b, update);
        }
        return updates;
    }
}
