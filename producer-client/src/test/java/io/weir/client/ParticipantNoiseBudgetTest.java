package io.weir.client;

import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.budget.BudgetRecords;
import io.weir.client.budget.Charge;
import io.weir.client.budget.ParticipantCosts;
import io.weir.client.privacy.PrivateRound;
import io.weir.client.update.UpdateEncoder;
import io.weir.schemas.Keys;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SharedNoise;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A participant pays for the noise that it adds, before it trains, and stops exactly at its budget. */
@Timeout(60)
class ParticipantNoiseBudgetTest extends BudgetHarness {
    private static final SharedNoise COST =
            PrivateRound.of(PrivateFixtures.round(1).build()).orElseThrow().cost();
    /** Of two rounds. */
    private static final double TWO_ROUNDS = epsilon(2);

    private static double epsilon(long rounds) {
        return ParticipantCosts.epsilon(List.of(ParticipantCosts.withRounds(COST, rounds)), DELTA);
    }

    @Override
    FederationSettings.Builder withBudget(FederationSettings.Builder settings) {
        return settings.setParticipantPrivacy(PrivateFixtures.settings()
                .setBudget(new PrivacyBudget(TWO_ROUNDS, DELTA))
                .build());
    }

    @Override
    RoundOpened opened(long round) {
        return PrivateFixtures.round(round).build();
    }

    @Test
    void trainsUntilTheBudgetIsSpentAndNotARoundMore() throws Exception {
        scenario.trainer = task -> {
            assertThat(written()).extracting(BudgetRecord::getLastRound).contains(task.round());
            return update();
        };
        open(1);

        List<String> events = runTwoRounds();

        assertThat(events).contains("training 1", "training 2").doesNotContain("training 3");
        assertThat(events.get(events.size() - 1))
                .startsWith("refused 3: the privacy budget of whole participants is epsilon " + TWO_ROUNDS);
        assertThat(written())
                .extracting(
                        record -> record.getParticipantSpent().getSpent().get(0).getRounds())
                .containsExactly(1L, 2L);
        assertThat(written().get(1).getParticipantSpent().getEpsilonSpent()).isEqualTo(TWO_ROUNDS);
        assertThat(written()).allMatch(record -> BudgetRecords.isSigned(record, Fixtures.BANK_A.publicKey()));
        assertThat(written()).allMatch(BudgetRecords::addsUp);
    }

    @Test
    void stopsAtTheSameRoundWhenItIsStartedAgainInBetween() throws Exception {
        open(1);
        scenario.runUntil("published 1");
        next(1);
        restart();

        List<String> events = runTwoRounds();

        assertThat(events).contains("published 2 in 3").noneMatch(event -> event.startsWith("training 3"));
        assertThat(written()).hasSize(2);
    }

    @Test
    void anUpdateSaysWhatItCost() throws Exception {
        open(1);

        scenario.runUntil("published 1");

        UpdateCommit commit = kafka.sent(UpdateCommit.class).get(0);
        assertThat(commit.getPrivacySpent().getEpsilon()).isEqualTo(epsilon(1));
        assertThat(commit.getMetrics()).isEmpty();
    }

    @Test
    void aRoundWithoutTheNoiseIsNotTrained() throws Exception {
        kafka.round(1, Fixtures.round(1).build());

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).contains("ask for noise");
        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sent()).isEmpty();
    }

    private RoundOpened statistics() {
        return Fixtures.round(0)
                .setTask(RoundTask.STATISTICS)
                .setBaseVersion(-1)
                .setBaseDigest("")
                .setParameterCount(2)
                .setChunkCount(1)
                .setClippingBound(1e9)
                .build();
    }

    @Test
    void sumsAndCountsOfItsRowsAreNotSentBesideTheNoise() throws Exception {
        kafka.topic(TOPICS.roundUpdates(0), 2).round(0, statistics());

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).startsWith("refused 0: it asks for sums and counts");
        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void sendsWhatIsMissingOfAnUpdateThatIsTheSameAgain() throws Exception {
        UpdateChunk chunk = earlierChunk(update());

        List<String> events = scenario.runUntil("published 1");

        assertThat(events).contains("training 1");
        assertThat(kafka.sent(UpdateChunk.class)).doesNotContain(chunk).hasSize(2);
        assertThat(written()).isEmpty();
    }

    @Test
    void doesNotSendAnotherUpdateThanTheOneThatPartsWereSentOf() throws Exception {
        earlierChunk(new LocalUpdate(new float[] {0.1f, 0, 0, 0, 0, 0, 0}, 5, 5, Map.of()));

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).contains("both would cost privacy twice");
        assertThat(kafka.sent()).isEmpty();
    }

    /** An earlier run has paid for the round and sent one chunk. */
    private UpdateChunk earlierChunk(LocalUpdate update) throws Exception {
        ledger(BudgetRecords.after(
                Optional.empty(),
                Fixtures.FEDERATION,
                1,
                new Charge(
                        Optional.empty(),
                        Optional.of(new Charge.OfParticipant(new PrivacyBudget(TWO_ROUNDS, DELTA), COST))),
                Fixtures.BANK_A,
                Fixtures.NOW));
        UpdateChunk chunk = new UpdateEncoder(Fixtures.BANK_A)
                .encode(opened(1), update)
                .chunks()
                .get(0);
        kafka.append(TOPICS.roundUpdates(1), 0, Keys.chunk("bank-a", 0), chunk);
        open(1);
        return chunk;
    }
}
