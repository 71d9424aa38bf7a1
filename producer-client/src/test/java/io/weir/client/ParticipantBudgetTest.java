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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A participant stops exactly at its privacy budget. */
@Timeout(60)
class ParticipantBudgetTest extends BudgetHarness {
    private static final GaussianPlan COST = new GaussianPlan(1, 5, 1);
    /** Of two rounds. */
    private static final PrivacyBudget BUDGET =
            new PrivacyBudget(Accounting.PLD.epsilon(COST.withSteps(2), DELTA), DELTA);

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

    @Override
    LocalTrainer trainer() {
        return new PrivateTrainer();
    }

    @Override
    FederationSettings.Builder withBudget(FederationSettings.Builder settings) {
        return settings.setPrivacyBudget(BUDGET);
    }

    @Override
    RoundOpened opened(long round) {
        return round(round).build();
    }

    private static BudgetRecord after(Optional<BudgetRecord> before, long round, ParticipantIdentity signer) {
        return BudgetRecords.after(before, Fixtures.FEDERATION, round, Charge.of(BUDGET, COST), signer, NOW);
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
        restart();

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
    void aRoundBeforeTheOneThatIsCountedIsNotTrainedAgain() throws Exception {
        ledger(after(Optional.empty(), 2, BANK_A));
        open(1);

        List<String> events = scenario.runUntil("refused");

        assertThat(events.get(events.size() - 1)).contains("no round before it is trained again");
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
        settings(Fixtures.settings(5));
        scenario.trainer = task -> update();
        open(1);

        scenario.runUntil("published 1");

        assertThat(written()).isEmpty();
        assertThat(kafka.sent(UpdateCommit.class).get(0).getPrivacySpent()).isNull();
    }
}
