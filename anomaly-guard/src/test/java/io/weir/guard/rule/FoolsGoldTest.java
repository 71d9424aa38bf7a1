package io.weir.guard.rule;

import static io.weir.guard.rule.Remembering.rejected;
import static io.weir.guard.rule.Remembering.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.wire.ReasonCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoolsGoldTest {
    /** The sybils s1 and s2 share a goal and hide it behind noise that their sums lose. */
    @Test
    void sybilsAreFoundByTheSumOfWhatTheySent() {
        Remembering rounds = new Remembering("foolsgold", Map.of());

        Judgement first = rounds.judge(round(3));
        Judgement second = rounds.judge(round(-3));

        assertThat(rejected(first)).isEmpty();
        assertThat(rejected(second)).containsExactly("s1", "s2");
        Decision.Reject why = why(second, "s1");
        assertThat(why.reason()).isEqualTo(ReasonCode.NOT_SELECTED);
        assertThat(why.evidence().get("score")).isGreaterThan(0.99);
        assertThat(why.evidence().get("limit")).isLessThan(0.7);
    }

    private static Map<String, double[]> round(double noise) {
        return Map.of(
                "a", new double[] {1, 0, 0, 0.1, 0},
                "b", new double[] {0, 1, 0, 0, 0.1},
                "s1", new double[] {0, 0, 1, noise, 0},
                "s2", new double[] {0, 0, 1, -noise, 0});
    }
}
