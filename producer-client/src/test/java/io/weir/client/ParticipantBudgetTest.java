package io.weir.client;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.NOW;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.sealed;
import static io.weir.client.Fixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.budget.BudgetRecords;
import io.weir.client.budget.Charge;
import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Keys;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateCommit;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A participant stops exactly at its privacy budget. */
@Timeout(60)
class ParticipantBudgetTest {
    private static final double DELTA = 1e-5;
    private static final GaussianPlan COST = new GaussianPlan(1, 5, 1);
    /** Of two rounds. */
    private static final PrivacyBudget BUDGET =
            new PrivacyBudget(Accounting.PLD.epsilon(COST.withSteps(2), DELTA), DELTA);

    private final FakeKafka kafka = new FakeKafka();
    private Scenario scenario = privateScenario();

    private Scenario privateScenario() {
        Scenario made = new Scenario(kafka);
        made.trainer = new PrivateTrainer();
        return made;
    }

    /** Every round is one step; training must not begin before the round is written down. */
    private final class PrivateTrainer implements LocalTrainer {
        @Override
        public LocalUpdate train(TrainingTask task) {
            assertThat(written()).extracting(BudgetRecord::getLastRound).contains(task.round());
            return update();
        }

        @Override
        public Optional<GaussianPlan> privacyCost(TrainingTask task) {
            return Optional.of(COST);
        }
    }

    @BeforeEach
    void aFederationWithABudget() {
        kafka.federation(5).topic(TOPICS.budget(), 1).model(0);
        for (long round = 0; round <= 3; round++) {
            kafka.topic(TOPICS.roundUpdates(round), 2);
        }
        budget(BUDGET);
    }

    private void budget(PrivacyBudget budget) {
        kafka.append(
                TOPICS.control(),
                0,
                Keys.settings(),
                FederationSettings.newBuilder(Fixtures.settings(5))
                        .setPrivacyBudget(budget)
                        .build());
    }

    private List<BudgetRecord> written() {
        return kafka.sent(BudgetRecord.class);
    }

    private void open(long round) {
        kafka.round(round, round(round).build());
    }

    /** Ends a round that bank A took part in, publishes its model and opens the next one. */
    private void next(long round) {
        kafka.round(round, sealed(round(round).build(), "bank-a")).model(round);
        open(round + 1);
    }

    private void ledger(BudgetRecord record) {
        kafka.append(TOPICS.budget(), 0, Keys.budget("bank-a"), record);
    }

    private static BudgetRecord after(Optional<BudgetRecord> before, long round, ParticipantIdentity signer) {
        return BudgetRecords.after(before, Fixtures.FEDERATION, round, Charge.of(BUDGET, COST), signer, NOW);
    }

    private List<String> runTwoRounds() throws InterruptedException {
        return scenario.runUntil(event -> {
            switch (event) {
                case "published 1 in 3" -> next(1);
                case "published 2 in 3" -> next(2);
                default -> {}
            }
            return event.startsWith("refused") || event.startsWith("published 3");
        });
    }

    @Test
    void trainsUntilTheBudgetIsSpentAndNotARoundMore() throws Exception {
        open(1);

        List<String> events = runTwoRounds();

        assertThat(events).contains("training 1", "training 2").doesNotContain("training 3");
        assertThat(events.get(events.size() - 1))
                .startsWith("refused 3: the privacy budget is epsilon " + BUDGET.getEpsilon());
        assertThat(written())
                .extracting(record -> record.getSpent().get(0).getSteps())
                .containsExactly(1L, 2L);
        assertThat(written().get(1).getEpsilonSpent()).isEqualTo(BUDGET.getEpsilon());
        assertThat(written()).allMatch(record -> BudgetRecords.isSigned(record, BANK_A.publicKey()));
        assertThat(kafka.sentKeys().get(0)).isEqualTo("bank-a@0");
    }

    @Test
    void anUpdateSaysWhatItCost() throws Exception {
        open(1);

        scenario.runUntil("published 1");

        UpdateCommit commit = kafka.sent(UpdateCommit.class).get(0);
        assertThat(commit.getPrivacySpent().getEpsilon()).isEqualTo(Accounting.PLD.epsilon(COST, DELTA));
        assertThat(commit.getPrivacySpent().getDelta()).isEqualTo(DELTA);
    }

    @Test
    void stopsAtTheSameRoundWhenItIsStartedAgainInBetween() throws Exception {
        open(1);
        scenario.runUntil("published 1");
        next(1);
        scenario = privateScenario();

        List<String> events = runTwoRounds();

        assertThat(events).contains("published 2 in 3").noneMatch(event -> event.startsWith("training 3"));
        assertThat(written()).hasSize(2);
    }

    @Test
    void aRoundIsCountedOnceIfTheParticipantEndsBeforeItSends() throws Exception {
        ledger(after(Optional.empty(), 1, BANK_A));
        scenario.trainer = new LocalTrainer() {
            @Override
            public LocalUpdate train(TrainingTask task) {
                return update();
            }

            @Override
            public Optional<GaussianPlan> privacyCost(TrainingTask task) {
                return Optional.of(COST);
            }
        };
        open(1);

        scenario.runUntil("published 1");

        assertThat(written()).isEmpty();
    }

    @Test
    void doesNotSendASecondNoisyUpdateWhereAnEarlierRunHasSentPartsOfOne() throws Exception {
        ledger(after(Optional.empty(), 1, BANK_A));
        RoundOpened opened = round(1).build();
        kafka.append(
                TOPICS.roundUpdates(1),
                0,
                Keys.chunk("bank-a", 0),
                new UpdateEncoder(BANK_A).encode(opened, update()).chunks().get(0));
        open(1);

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).contains("a second one would cost privacy once more");
        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void believesOnlyItsOwnSignatureAndNeverGoesBack() throws Exception {
        BudgetRecord first = after(Optional.empty(), 1, BANK_A);
        BudgetRecord second = after(Optional.of(first), 2, BANK_A);
        ledger(second);
        ledger(after(Optional.of(second), 5, Fixtures.identity("bank-a", KeyType.ED25519)));
        ledger(BudgetRecord.newBuilder(second)
                .setSequence(9)
                .setSpent(List.of())
                .build());
        ledger(first);
        kafka.model(1).model(2);
        open(3);

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).startsWith("refused 3: the privacy budget is epsilon");
        assertThat(scenario.tasks).isEmpty();
    }

    @Test
    void doesNotGoOnFromALedgerThatLacksARoundItWasIn() throws Exception {
        kafka.round(1, sealed(round(1).build(), "bank-a")).model(1);
        open(2);

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1))
                .startsWith("refused 2: topic weir.fraud.budget does not count round 1");
        assertThat(scenario.tasks).isEmpty();
    }

    @Test
    void doesNotTrainBeforeTheChargeIsAcknowledged() throws Exception {
        kafka.failNextSends(new TimeoutException("no answer"));
        open(1);

        List<String> events = scenario.runUntil("published 1");

        assertThat(events).anyMatch(event -> event.startsWith("waiting: cannot reach Kafka"));
        assertThat(scenario.tasks).hasSize(1);
        assertThat(written()).hasSize(1);
    }

    @Test
    void aTrainerWithoutPrivacyTakesNoPartInTraining() throws Exception {
        scenario.trainer = task -> update();
        open(1);

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).contains("trainer is not private");
        assertThat(scenario.tasks).isEmpty();
    }

    @Test
    void statisticsAreNotCounted() throws Exception {
        scenario.trainer = task -> new LocalUpdate(new float[] {1, 2}, 5, 5, java.util.Map.of());
        kafka.round(
                0,
                round(0).setTask(RoundTask.STATISTICS)
                        .setBaseVersion(-1)
                        .setBaseDigest("")
                        .setParameterCount(2)
                        .setChunkCount(1)
                        .setClippingBound(1e9)
                        .build());

        assertThat(scenario.runUntil("published 0")).contains("training 0");
        assertThat(written()).isEmpty();
    }

    @Test
    void withoutABudgetNothingIsCounted() throws Exception {
        budget(null);
        scenario.trainer = task -> update();
        open(1);

        scenario.runUntil("published 1");

        assertThat(written()).isEmpty();
        assertThat(kafka.sent(UpdateCommit.class).get(0).getPrivacySpent()).isNull();
    }
}
