package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignClusteringTest {
    @Test
    void whoseSignsAreTurnedRoundIsRejectedWithTheShares() {
        List<UpdateStatistics> updates = honest(7);
        updates.add(update("z", 300, 600));

        Map<String, Decision> decisions = judge(updates).decisions();

        Decision.Reject why = (Decision.Reject) decisions.get("z");
        assertThat(why.stage()).isEqualTo("sign-clustering");
        assertThat(why.evidence())
                .contains(entry("positiveShare", 0.3), entry("negativeShare", 0.6))
                .containsKeys("usualPositiveShare", "distance", "bandwidth");
        assertThat(decisions.values().stream().filter(d -> d instanceof Decision.Reject))
                .hasSize(1);
    }

    @Test
    void zerosCountAsMuchAsSigns() {
        List<UpdateStatistics> updates = honest(7);
        updates.add(update("z", 60, 30));

        assertThat(judge(updates).decisions().get("z")).isInstanceOf(Decision.Reject.class);
    }

    /** Two groups: the larger is kept, whichever has the first name. */
    @Test
    void theLargerClusterIsKept() {
        List<UpdateStatistics> updates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            updates.add(update("a" + i, 300 + i, 600));
        }
        for (int i = 0; i < 5; i++) {
            updates.add(update("b" + i, 600 + i, 300));
        }

        Map<String, Decision> decisions = judge(updates).decisions();

        decisions.forEach((name, decision) ->
                assertThat(decision instanceof Decision.Reject).as(name).isEqualTo(name.startsWith("a")));
    }

    @Test
    void equalSharesAndPairsAreAdmitted() {
        List<UpdateStatistics> equal = List.of(update("a", 5, 5), update("b", 5, 5), update("c", 5, 5));
        List<UpdateStatistics> pair = List.of(update("a", 900, 0), update("b", 0, 900));

        assertThat(judge(equal).decisions().values()).allMatch(d -> d instanceof Decision.Admit);
        assertThat(judge(pair).decisions().values()).allMatch(d -> d instanceof Decision.Admit);
    }

    @Test
    void negativeZeroIsZero() {
        assertThat(Signs.of(new float[] {1, -2, -0f, 0, 3, 9}, 5)).isEqualTo(new Signs(2, 1, 2));
        assertThat(new Signs(1, 2, 3).plus(new Signs(10, 20, 30))).isEqualTo(new Signs(11, 22, 33));
    }

    private static Judgement judge(List<UpdateStatistics> updates) {
        return Rules.named("sign-clustering", Map.of()).judge(RoundStatistics.of(updates));
    }

    private static List<UpdateStatistics> honest(int count) {
        Random random = new Random(1);
        List<UpdateStatistics> updates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int positive = 580 + random.nextInt(40);
            updates.add(update("h" + i, positive, 900 - positive));
        }
        return updates;
    }

    private static UpdateStatistics update(String name, int positive, int negative) {
        return new UpdateStatistics(name, 1, 1, new Signs(positive, negative, 1000 - positive - negative));
    }
}
