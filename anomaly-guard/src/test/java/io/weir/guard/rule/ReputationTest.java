package io.weir.guard.rule;

import static io.weir.guard.rule.Remembering.rejected;
import static io.weir.guard.rule.Remembering.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.Rules;
import io.weir.guard.history.PastUpdate;
import io.weir.wire.ReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReputationTest {
    private final Remembering rounds = new Remembering("norm-mad,history,mean", Map.of());

    @Test
    void whoWasRefusedTwiceInARowIsRefusedForItWhateverItSendsNow() {
        assertThat(rejected(rounds.judge(round(1000)))).containsExactly("p4");
        assertThat(rejected(rounds.judge(round(1000)))).containsExactly("p4");

        Judgement third = rounds.judge(round(1));

        Decision.Reject why = why(third, "p4");
        assertThat(rejected(third)).containsExactly("p4");
        assertThat(why.stage()).isEqualTo("history");
        assertThat(why.reason()).isEqualTo(ReasonCode.HISTORY_OUTLIER);
        // Two refusals, a round and two ago: 1 / (2 + 1 + 0.9).
        assertThat(why.evidence().get("reputation")).isCloseTo(1 / 3.9, within(1e-12));
        assertThat(why.evidence()).containsEntry("bound", 0.3).containsEntry("refused", 2.0);
        assertThat(why.detail()).contains("0.256");
    }

    @Test
    void whatWasRefusedForThePastIsNotHeldAgainstAnybodySoThatAllComeBack() {
        rounds.judge(round(1000));
        rounds.judge(round(1000));
        int refused = 0;
        while (refused < 20 && !rejected(rounds.judge(round(1))).isEmpty()) {
            refused++;
        }

        // 1 / (2 + 1.9 λ^k) reaches 0.3 when λ^k is at most 0.70: k = 4.
        assertThat(refused).isEqualTo(4);
        assertThat(rejected(rounds.judge(round(1)))).isEmpty();
    }

    @Test
    void aGoodRecordOutweighsARefusal() {
        for (int k = 0; k < 5; k++) {
            rounds.judge(round(1));
        }
        rounds.judge(round(1000));
        rounds.judge(round(1000));

        assertThat(rejected(rounds.judge(round(1)))).isEmpty();
        assertThat(rounds.history().updates("p4")).extracting(PastUpdate::norm).contains(1000.0);
    }

    @Test
    void refusesNoMoreThanLaterStagesCanDoWithout() {
        Remembering krum = new Remembering("norm-mad,history,krum", Map.of("f", "1"));
        krum.judge(round(1));

        assertThat(krum.judge(round(1)).decisions().values())
                .filteredOn(Decision.Admit.class::isInstance)
                .hasSize(1);
    }

    @Test
    void parametersOutOfRangeNameWhatIsAllowed() {
        assertThatThrownBy(() -> Rules.named("history", Map.of("decay", "1.1")))
                .hasMessageContaining("'decay'")
                .hasMessageContaining("0.0 to 1.0");
        assertThatThrownBy(() -> Rules.named("fldetector", Map.of("start", "0")))
                .hasMessageContaining("1.0 to 10.0");
        assertThatThrownBy(() -> Rules.named("median-clipping", Map.of("rounds", "33")))
                .hasMessageContaining("0.0 to 32.0");
        assertThatThrownBy(() -> Rules.named("nnm,history,mean", Map.of())).hasMessageContaining("'history' judges");
        assertThatThrownBy(() -> Rules.named("nnm,foolsgold", Map.of())).hasMessageContaining("'foolsgold' weighs");
    }

    @Test
    void normsOfEarlierRoundsSetTheClippingLevel() {
        Remembering clipped = new Remembering("median-clipping,mean", Map.of("rounds", "1"));
        for (List<Integer> norm : List.of(List.of(1), List.of(1), List.of(4))) {
            Map<String, double[]> all = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                all.put("p" + i, new double[] {norm.get(0)});
            }
            Judgement judgement = clipped.judge(all);
            double share = judgement.decisions().values().stream()
                    .mapToDouble(decision -> ((Decision.Admit) decision).clipFactor() / judgement.divisor())
                    .max()
                    .orElseThrow();
            // The last round: three norms of 4 and three of 1 before them, median 2.5.
            assertThat(share).isCloseTo(norm.get(0) == 4 ? 2.5 / 4 / 3 : 1.0 / 3, within(1e-12));
        }
    }

    /** Five participants, the last of which sends {@code norm}. */
    private static Map<String, double[]> round(double norm) {
        Map<String, double[]> updates = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            updates.put("p" + i, new double[] {i == 4 ? norm : 1, 0});
        }
        return updates;
    }
}
