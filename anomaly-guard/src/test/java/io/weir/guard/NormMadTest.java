package io.weir.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.wire.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NormMadTest {
    private final VerdictRule rule = Rules.named("norm-mad", Map.of());

    @Test
    void rejectsANormFarAboveTheOthers() {
        List<UpdateStatistics> updates = updates(1.0, 1.2, 0.8, 40.0, 0.9);

        Map<String, Decision> decisions = decisions(updates);

        assertThat(decisions.get("bank-3")).isInstanceOfSatisfying(Decision.Reject.class, reject -> {
            assertThat(reject.reason()).isEqualTo(ReasonCode.NORM_OUTLIER);
            assertThat(reject.evidence()).containsEntry("norm", 40.0);
            assertThat(reject.detail()).contains("median 1");
        });
        assertThat(admitted(decisions)).containsExactlyInAnyOrder("bank-0", "bank-1", "bank-2", "bank-4");
    }

    @Test
    void admitsNormsThatDifferAsThoseOfUnequalBanksDo() {
        List<UpdateStatistics> updates = updates(1.0, 0.3, 2.0, 0.02, 0.7);

        Map<String, Decision> decisions = decisions(updates);

        assertThat(admitted(decisions)).hasSize(5);
    }

    @Test
    void admitsEqualNormsButForATrifle() {
        List<UpdateStatistics> updates = updates(1.0, 1.0, 1.0, 1.0, 1.01);

        Map<String, Decision> decisions = decisions(updates);

        assertThat(admitted(decisions)).hasSize(5);
    }

    @Test
    void unequalBanksDoNotOpenTheDoorToAnyNorm() {
        List<UpdateStatistics> updates = updates(1.0, 0.01, 30.0, 0.1, 100.0, 8.0, 1000.0);

        Map<String, Decision> decisions = decisions(updates);

        assertThat(admitted(decisions)).doesNotContain("bank-6").contains("bank-2");
    }

    @Test
    void twoUpdatesHaveNoMajorityAndAreBothAdmitted() {
        List<UpdateStatistics> updates = updates(1.0, 1e9);

        Map<String, Decision> decisions = decisions(updates);

        assertThat(admitted(decisions)).hasSize(2);
    }

    @Property(tries = 200)
    void theOrderOfUpdatesDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<UpdateStatistics> updates = new ArrayList<>(
                updates(random.doubles(9, -2, 2).map(StrictMath::exp).toArray()));
        Map<String, Decision> before = decisions(updates);
        Collections.shuffle(updates, random);

        Map<String, Decision> after = decisions(updates);

        assertThat(after).isEqualTo(before);
    }

    @Test
    void aWrongParameterSaysWhatIsAllowed() {
        assertThatThrownBy(() -> Rules.named("norm-mad", Map.of("k", "-1"))).hasMessageContaining("0.1 to 1000");
        assertThatThrownBy(() -> Rules.named("norm-mad", Map.of("kk", "1")))
                .hasMessageContaining("k, mad.ceiling, mad.floor");
        assertThatThrownBy(() -> Rules.named("krumm", Map.of())).hasMessageContaining("norm-mad");
    }

    private Map<String, Decision> decisions(List<UpdateStatistics> updates) {
        return rule.judge(RoundStatistics.of(updates)).decisions();
    }

    private static List<UpdateStatistics> updates(double... norms) {
        return IntStream.range(0, norms.length)
                .mapToObj(i -> new UpdateStatistics("bank-" + i, 1, norms[i] * norms[i]))
                .toList();
    }

    private static List<String> admitted(Map<String, Decision> decisions) {
        return decisions.entrySet().stream()
                .filter(e -> e.getValue() instanceof Decision.Admit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
