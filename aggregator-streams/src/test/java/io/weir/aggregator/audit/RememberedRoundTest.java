package io.weir.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.RecordedRound;
import io.weir.guard.history.History;
import io.weir.guard.history.Outcome;
import io.weir.guard.history.ParticipantHistory;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that remember: from its verdict and its topic alone a round comes out again, and so does what is remembered. */
class RememberedRoundTest {
    private static final int ROUNDS = 7;
    /** More than a sketch has numbers, so that sketches add up over chunks. */
    private static final int PARAMETERS = 300;

    private static final Federation FEDERATION = new Federation(5, PARAMETERS, 70);

    @ParameterizedTest
    @CsvSource({
        "'norm-mad,history,mean', '', HISTORY_OUTLIER",
        "'median-clipping,clipped-clustering,mean', rounds, DIRECTION_OUTLIER",
        "foolsgold, '', NOT_SELECTED",
        "'fldetector,trimmed-mean', start, HISTORY_OUTLIER",
        "'flanders,median', start, HISTORY_OUTLIER"
    })
    void everyRoundComesOutAgainWhateverThePartitions(String rule, String parameter, String reason) {
        Map<String, String> parameters = parameter.isEmpty() ? Map.of() : Map.of(parameter, "3");
        History remembered = History.NONE;
        List<String> reasons = new ArrayList<>();
        for (long round = 1; round <= ROUNDS; round++) {
            RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(round, 3))
                    .setRule(rule)
                    .setRuleParameters(parameters)
                    .build();
            RecordedRound recorded =
                    RecordedRound.run(FEDERATION, opened, updates(opened), remembered, new Random(round));
            Verdict verdict = recorded.verdict();

            for (int partitions : new int[] {1, 3, 5}) {
                RecomputedRound again = new RoundRecomputation(
                                FEDERATION.serde().deserializer(), recorded::log)
                        .recompute(
                                recorded.sealed(),
                                List.of(),
                                RecomputationPlan.asRecorded().onPartitions(partitions),
                                Optional.of(verdict));

                assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
                assertThat(again.remembered()).isEqualTo(recorded.remembered());
            }
            assertThat(RecordedHistory.of(verdict)).isEqualTo(remembered);
            remembered = recorded.remembered();
            verdict.getRejected().stream().map(Rejection::getReason).forEach(code -> reasons.add(code.name()));
        }
        assertThat(remembered.participants()).hasSize(5);
        assertThat(reasons).as("the history is used").contains(reason);
    }

    @Test
    void whoCopiesLosesReputationAndWhoIsCopiedDoesNot() {
        RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(1, 3))
                .setRule("norm-mad,history,mean")
                .build();
        List<List<Sent>> updates = new ArrayList<>(updates(opened));
        updates.set(1, FEDERATION.update(opened, "bank-b", delta(opened, 3), 1));
        Map<String, Outcome> outcomes = new TreeMap<>();

        RecordedRound recorded = RecordedRound.run(FEDERATION, opened, updates, new Random(1));

        recorded.remembered()
                .participants()
                .forEach(
                        (name, past) -> outcomes.put(name, past.updates().get(0).outcome()));
        Rejection copy = recorded.verdict().getRejected().stream()
                .filter(rejection -> rejection.getReason() == ReasonCode.DUPLICATE_CONTENT)
                .findFirst()
                .orElseThrow();
        String original = copy.getNeighbours().get(0).getParticipant();
        assertThat(List.of(copy.getParticipant(), original)).containsExactlyInAnyOrder("bank-b", "bank-d");
        assertThat(outcomes)
                .containsEntry(copy.getParticipant(), Outcome.REFUSED)
                .containsEntry(original, Outcome.COUNTED);
        Map<String, ParticipantHistory> past = recorded.remembered().participants();
        assertThat(past.get(copy.getParticipant()).updates().get(0).norm())
                .isEqualTo(past.get(original).updates().get(0).norm());
    }

    @ParameterizedTest
    @CsvSource({"'norm-mad,history,mean'", "foolsgold", "'flanders,mean'"})
    void anotherHistoryIsAnotherVerdictDigest(String rule) {
        RoundOpened opened =
                RoundOpened.newBuilder(FEDERATION.opened(2, 1)).setRule(rule).build();
        RoundOpened earlier =
                RoundOpened.newBuilder(FEDERATION.opened(1, 1)).setRule(rule).build();
        History before = RecordedRound.run(FEDERATION, earlier, updates(earlier), new Random(1))
                .remembered();

        RecordedRound told = RecordedRound.run(FEDERATION, opened, updates(opened), before, new Random(1));
        RecordedRound untold = RecordedRound.run(FEDERATION, opened, updates(opened), new Random(1));

        assertThat(Digests.verdictDigest(told.verdict())).isNotEqualTo(Digests.verdictDigest(untold.verdict()));
    }

    /** Two banks send one vector with noise that cancels over two rounds; the last shouts in the first two. */
    private static List<List<Sent>> updates(RoundOpened opened) {
        List<List<Sent>> updates = new ArrayList<>();
        for (int b = 0; b < FEDERATION.banks().size(); b++) {
            updates.add(FEDERATION.update(opened, FEDERATION.banks().get(b), delta(opened, b), 1));
        }
        return updates;
    }

    private static float[] delta(RoundOpened opened, int b) {
        long round = opened.getRound();
        float[] goal = FEDERATION.delta(99);
        float[] noise = FEDERATION.delta(1000 + (round + 1) / 2);
        float[] delta = FEDERATION.delta(b);
        float[] own = FEDERATION.delta(round * 10 + b);
        for (int j = 0; j < PARAMETERS; j++) {
            float sign = (b == 0 ? 1 : -1) * (round % 2 == 0 ? 1 : -1);
            delta[j] = b < 2 ? goal[j] + 3 * sign * noise[j] : delta[j] + 0.1f * own[j];
            delta[j] *= b == 4 && round < 3 ? 5 : 0.02f;
        }
        return delta;
    }
}
