package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.bank.TrainingSettings;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.client.budget.BudgetRecords;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.trainers.ModelSpec;
import io.weir.wire.BudgetRecord;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundTask;
import io.weir.wire.SealedUpdate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bank stops exactly at its privacy budget, whatever happens to it in between. */
@ExtendWith(SharedCluster.class)
@Timeout(180)
class PrivacyBudgetIT {
    private static final double DELTA = 1e-5;
    private static final GaussianPlan DEAR = new GaussianPlan(1, 5, 1);
    private static final GaussianPlan CHEAP = new GaussianPlan(1, 500, 1);
    /** Of two dear rounds. */
    private static final PrivacyBudget BUDGET =
            new PrivacyBudget(Accounting.PLD.epsilon(DEAR.withSteps(2), DELTA), DELTA);

    private final Connection connection;

    @TempDir
    private Path directory;

    private Bank first;
    private Bank second;

    PrivacyBudgetIT(Connection connection) {
        this.connection = connection;
    }

    /** Says that each training round costs the same; what it trains is not private, which nobody can see. */
    private record Priced(LocalTrainer trainer, GaussianPlan cost) implements LocalTrainer {
        @Override
        public LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
            return trainer.train(task);
        }

        @Override
        public Optional<GaussianPlan> privacyCost(TrainingTask task) {
            return task.kind() == RoundTask.TRAINING ? Optional.of(cost) : Optional.empty();
        }
    }

    @BeforeEach
    void makeBanks() {
        first = Bank.in(directory, "bank-a");
        second = Bank.in(directory, "bank-b");
    }

    /** The second bank can afford every round. */
    private TestFederation federation(String name) {
        TestFederation federation = new TestFederation(
                connection, name, first.file(), List.of(first, second), settings -> settings.setQuorum(1)
                        .setPrivacyBudget(BUDGET));
        federation.startAggregator(directory.resolve(name));
        federation.startPublisher();
        start(federation, second, second.trainer(federation.schema()), CHEAP);
        return federation;
    }

    private static RunningBank start(TestFederation federation, Bank bank, LocalTrainer trainer, GaussianPlan cost) {
        return federation.start(bank, new Priced(trainer, cost), UpdateInterceptor.NONE, Map.of());
    }

    private static void awaitRefused(RunningBank bank, long round) {
        Eventually.holds(
                "the bank refuses round " + round, () -> bank.told().refused.contains(round));
    }

    private BudgetRecord record(TestFederation federation, String bank) {
        return (BudgetRecord)
                TopicSnapshot.readCompacted(connection, federation.topics().budget())
                        .get(bank)
                        .value();
    }

    private void assertSpentIsTwoRounds(TestFederation federation) {
        assertThat(federation.awaitSealed(2).getUpdates())
                .extracting(SealedUpdate::getParticipant)
                .containsExactly("bank-a", "bank-b");
        BudgetRecord record = record(federation, "bank-a");
        assertThat(BudgetRecords.isSigned(record, first.identity().publicKey())).isTrue();
        assertThat(record.getLastRound()).isEqualTo(2);
        assertThat(record.getSpent()).singleElement().satisfies(spent -> assertThat(spent.getSteps())
                .isEqualTo(2));
        assertThat(record.getEpsilonSpent()).isEqualTo(BUDGET.getEpsilon());
    }

    @Test
    void aBankStopsAtItsBudgetAndTheOthersGoOn() {
        try (TestFederation federation = federation("budget")) {
            RunningBank bank = start(federation, first, first.trainer(federation.schema()), DEAR);

            awaitRefused(bank, 3);

            assertSpentIsTwoRounds(federation);
            assertThat(bank.told().trained).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void trainingWithDifferentialPrivacyFitsABudgetOfItsOwnTerms() {
        Map<String, String> training =
                TrainingSettings.complete(ModelSpec.parse(TestFederation.MODEL), Map.of("dp.epsilon", "4"), 3);
        PrivacyBudget terms = PrivacySettings.parse(training).orElseThrow().budget();
        try (TestFederation federation = new TestFederation(
                connection, "budget-training", first.file(), List.of(first, second), settings -> settings.setTraining(
                                training)
                        .setPrivacyBudget(terms))) {
            federation.startAggregator(directory.resolve("budget-training"));
            federation.startPublisher();
            federation.start(first);
            federation.start(second);

            assertThat(federation.awaitSealed(3).getUpdates()).hasSize(2);

            assertThat(record(federation, "bank-a").getEpsilonSpent()).isBetween(2.0, 4.0);
            assertThat(record(federation, "bank-b").getLastRound()).isEqualTo(3);
        }
    }

    @Test
    void alsoIfItIsEndedInMidRoundAndStartedAgain() {
        try (TestFederation federation = federation("budget-restart")) {
            GatedTrainer gated = new GatedTrainer(first.trainer(federation.schema()), 2);
            RunningBank before = start(federation, first, gated, DEAR);
            gated.awaitReached(2);
            before.close();
            RunningBank again = start(federation, first, first.trainer(federation.schema()), DEAR);
            awaitRefused(again, 3);
            again.close();

            RunningBank last = start(federation, first, first.trainer(federation.schema()), DEAR);
            awaitRefused(last, 3);

            assertSpentIsTwoRounds(federation);
            assertThat(again.told().trained).containsExactly(2L);
            assertThat(last.told().trained).isEmpty();
        }
    }
}
