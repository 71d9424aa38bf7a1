package io.weir.guard.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Set<Memory> ALL = Set.of(Memory.UPDATES, Memory.SUMS, Memory.STEPS);

    @Test
    void addsUpAParticipantsUpdatesAndKeepsTheNewest() {
        History history = History.NONE
                .after(1, List.of(counted("a")), Map.of("a", new double[] {1, 2}), ALL)
                .after(2, List.of(counted("a")), Map.of("a", new double[] {10, 20}), ALL);

        ParticipantHistory a = history.participants().get("a");
        assertThat(a.sum().orElseThrow()).containsExactly(11, 22);
        assertThat(a.last().orElseThrow()).containsExactly(10, 20);
        assertThat(a.updates()).extracting(PastUpdate::round).containsExactly(1L, 2L);
        assertThat(history.steps()).containsExactly(new double[] {1, 2}, new double[] {10, 20});
    }

    @Test
    void keepsNoMoreThanTheRuleNeeds() {
        Map<String, double[]> sketches = Map.of("a", new double[] {1, 2});

        History history = History.NONE.after(1, List.of(counted("a")), sketches, Set.of(Memory.UPDATES));

        assertThat(history.participants().get("a").sum()).isEmpty();
        assertThat(history.steps()).isEmpty();
        assertThat(history.after(2, List.of(counted("a")), sketches, Set.of())).isEqualTo(History.NONE);
    }

    @Test
    void aTrailIsAsLongAsAForecastLooksBackAndBeginsAnewWithoutASketch() {
        Set<Memory> trails = Set.of(Memory.UPDATES, Memory.TRAILS);
        History history = History.NONE;
        for (long round = 1; round <= Forecast.ROUNDS + 2; round++) {
            history = history.after(round, List.of(counted("a")), Map.of("a", new double[] {round}), trails);
        }
        assertThat(history.participants().get("a").trail())
                .hasSize(Forecast.ROUNDS)
                .first()
                .isEqualTo(new double[] {3});
        assertThat(history.participants().get("a").last()).isEmpty();

        History refused =
                history.after(Forecast.ROUNDS + 3, List.of(new Judged("a", 9, Outcome.REFUSED, 0)), Map.of(), trails);

        assertThat(refused.participants().get("a").trail()).isEmpty();
        assertThat(refused.equals(history)).isFalse();
    }

    @Test
    void forgetsWhoSentNothingForAllItsRoundsAndBoundsWhatIsKeptOfTheOthers() {
        History history =
                History.NONE.after(1, List.of(counted("a"), counted("left")), Map.of(), Set.of(Memory.UPDATES));
        for (long round = 2; round <= History.ROUNDS; round++) {
            history = history.after(round, List.of(counted("a")), Map.of(), Set.of(Memory.UPDATES));
        }
        assertThat(history.participants()).containsOnlyKeys("a", "left");

        history = history.after(History.ROUNDS + 1, List.of(counted("a")), Map.of(), Set.of(Memory.UPDATES));

        assertThat(history.participants()).containsOnlyKeys("a");
        assertThat(history.updates("a")).hasSize(History.ROUNDS);
        assertThat(history.updates("a").get(0).round()).isEqualTo(2);
    }

    @Test
    void failedRoundsCountAsTimeThatPassed() {
        History history = History.NONE.after(1, List.of(counted("a")), Map.of(), Set.of(Memory.UPDATES));

        assertThat(history.at(1 + History.ROUNDS).participants()).containsOnlyKeys("a");
        assertThat(history.at(2 + History.ROUNDS)).isEqualTo(History.NONE);
    }

    @Test
    void normsGoBackAsFarAsAsked() {
        History history = History.NONE
                .after(1, List.of(new Judged("a", 5, Outcome.REFUSED, 0)), Map.of(), Set.of(Memory.UPDATES))
                .after(2, List.of(counted("a"), counted("b")), Map.of(), Set.of(Memory.UPDATES));

        assertThat(history.norms(1)).containsExactlyInAnyOrder(5.0, 1.0, 1.0);
        assertThat(history.norms(2)).containsExactly(1.0, 1.0);
    }

    @Test
    void theStepIsTheAggregateAndLeavesOutWhoDidNotCount() {
        List<Judged> judged = List.of(
                new Judged("a", 1, Outcome.COUNTED, 0.25),
                new Judged("b", 1, Outcome.COUNTED, 0.75),
                new Judged("c", 1, Outcome.REFUSED, 0));
        Map<String, double[]> sketches =
                Map.of("a", new double[] {4, 0}, "b", new double[] {0, 4}, "c", new double[] {100, 100});

        assertThat(History.NONE.after(1, judged, sketches, ALL).steps()).containsExactly(new double[] {1, 3});
    }

    @Test
    void deviationsAreSharesOfThoseWhoTookPartInTheRoundBefore() {
        History one = History.NONE.after(
                1,
                List.of(counted("a"), counted("b")),
                Map.of("a", new double[] {1, 0}, "b", new double[] {1, 0}),
                ALL);

        // With one step there is no curvature: everybody is expected to send the same again.
        History two = one.after(
                2,
                List.of(counted("a"), counted("b"), counted("new")),
                Map.of("a", new double[] {1, 1}, "b", new double[] {1, 3}, "new", new double[] {9, 9}),
                ALL);

        assertThat(deviations(two, "a", "b", "new")).containsExactly(0.25, 0.75, PastUpdate.NOT_PREDICTED);
    }

    /** Of one curvature, 1/2, and the optimum 4: from 0 to 2 to 3 the updates are 2, 1, 1/2. */
    @Test
    void whoFollowsTheCurvatureOfTheStepsDoesNotDeviate() {
        History two = History.NONE
                .after(1, List.of(counted("a"), still("b")), Map.of("a", new double[] {2}, "b", new double[] {2}), ALL)
                .after(2, List.of(counted("a"), still("b")), Map.of("a", new double[] {1}, "b", new double[] {1}), ALL);

        History three = two.after(
                3, List.of(counted("a"), still("b")), Map.of("a", new double[] {0.5}, "b", new double[] {1.5}), ALL);

        assertThat(deviations(three, "a", "b")).containsExactly(0.0, 1.0);
    }

    private static Judged still(String participant) {
        return new Judged(participant, 1, Outcome.SET_ASIDE, 0);
    }

    private static DoubleStream deviations(History history, String... participants) {
        return DoubleStream.of(List.of(participants).stream()
                .mapToDouble(name -> {
                    List<PastUpdate> updates = history.updates(name);
                    return updates.get(updates.size() - 1).deviation();
                })
                .toArray());
    }

    private static Judged counted(String participant) {
        return new Judged(participant, 1, Outcome.COUNTED, 1);
    }
}
