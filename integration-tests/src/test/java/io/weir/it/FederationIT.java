package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.aggregator.AggregatorApplication;
import io.weir.cli.federation.Connection;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.wire.ClosedBy;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantState;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three banks, the aggregator and the publisher over a real broker and registry: what rounds do, and what disturbs them. */
@ExtendWith(SharedCluster.class)
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FederationIT {
    private static final long ROUNDS = 3;

    private final Connection connection;

    @TempDir
    private static Path directory;

    private Bank bankA;
    private Bank bankB;
    private Bank bankC;
    private String undisturbed;

    FederationIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeAll
    void runUndisturbed() {
        bankA = Bank.in(directory, "bank-a");
        bankB = Bank.in(directory, "bank-b");
        bankC = Bank.in(directory, "bank-c");
        undisturbed = finalDigest("undisturbed", settings -> settings);
    }

    private List<Bank> banks() {
        return List.of(bankA, bankB, bankC);
    }

    private String finalDigest(String name, UnaryOperator<FederationSettings.Builder> change) {
        try (TestFederation federation = federation(name, change)) {
            startServices(federation, name);
            banks().forEach(federation::start);
            return federation.awaitDigest(ROUNDS);
        }
    }

    private TestFederation federation(String name, UnaryOperator<FederationSettings.Builder> change) {
        return new TestFederation(connection, name, bankA.file(), banks(), change);
    }

    private void startServices(TestFederation federation, String name) {
        federation.startAggregator(directory.resolve(name + "-1"));
        federation.startPublisher();
    }

    @Test
    void theSameSeedGivesTheSameModelWhateverThePartitionsAndChunks() {
        String again =
                finalDigest("again", settings -> settings.setPartitions(3).setChunkParameters(5));

        assertThat(again).isEqualTo(undisturbed);
    }

    @Test
    void anotherSeedGivesAnotherModel() {
        String other = finalDigest("other-seed", settings -> settings.setSeed(TestFederation.SEED + 1));

        assertThat(other).isNotEqualTo(undisturbed);
    }

    @Test
    void everyRoundMakesAVersionFromAllBanks() {
        try (TestFederation federation = federation("versions", settings -> settings)) {
            startServices(federation, "versions");

            List<RunningBank> running = banks().stream().map(federation::start).toList();

            federation.awaitVersion(ROUNDS);
            for (long round = 1; round <= ROUNDS; round++) {
                assertThat(federation.verdict(round).getRejected()).isEmpty();
                assertThat(federation.awaitSealed(round).getClosedBy()).isEqualTo(ClosedBy.COHORT);
            }
            for (RunningBank bank : running) {
                Eventually.holds("every bank ends with its federation", bank.thread()::hasEnded);
                assertThat(bank.thread().failure()).isEmpty();
                assertThat(bank.told().models).contains(ROUNDS);
            }
        }
    }

    /** Each instance is closed once while a round is open, so every task moves at least once, with its sums. */
    @Test
    void anAggregatorThatLeavesInMidRoundChangesNoBit() {
        try (TestFederation federation = federation("takeover", settings -> settings)) {
            GatedTrainer slow = new GatedTrainer(bankC.trainer(federation.schema()), 2, 3);
            AggregatorApplication first = federation.startAggregator(directory.resolve("takeover-1"));
            AggregatorApplication second = federation.startAggregator(directory.resolve("takeover-2"));
            federation.startPublisher();
            RunningBank a = federation.start(bankA);
            RunningBank b = federation.start(bankB);
            federation.start(bankC, slow);
            Eventually.holds("both have tasks", () -> hasTasks(first) && hasTasks(second));

            for (AggregatorApplication leaver : List.of(first, second)) {
                long round = leaver == first ? 2 : 3;
                slow.awaitReached(round);
                Eventually.holds(
                        "others have sent",
                        () -> a.told().hasSent(round) && b.told().hasSent(round));
                if (leaver == second) {
                    federation.startAggregator(directory.resolve("takeover-3"));
                }
                leaver.close();
                slow.open(round);
            }

            assertThat(federation.awaitDigest(ROUNDS)).isEqualTo(undisturbed);
        }
    }

    private static boolean hasTasks(AggregatorApplication aggregator) {
        return aggregator.streams().metadataForLocalThreads().stream()
                .anyMatch(thread -> !thread.activeTasks().isEmpty());
    }

    @Test
    void theQuorumClosesARoundAtItsDeadlineWithoutTheStraggler() {
        UnaryOperator<FederationSettings.Builder> hurried =
                settings -> settings.setQuorum(2).setDeadlineMs(4000);
        try (TestFederation federation = federation("straggler", hurried)) {
            GatedTrainer slow = new GatedTrainer(bankC.trainer(federation.schema()), 2);
            startServices(federation, "straggler");
            federation.start(bankA);
            federation.start(bankB);
            RunningBank straggler = federation.start(bankC, slow);
            slow.awaitReached(2);

            RoundSealed sealed = federation.awaitSealed(2);

            assertThat(sealed.getClosedBy()).isEqualTo(ClosedBy.DEADLINE);
            assertThat(sealed.getUpdates())
                    .extracting(SealedUpdate::getParticipant)
                    .containsExactly("bank-a", "bank-b");
            slow.open(2);
            federation.awaitVersion(ROUNDS);
            assertThat(federation.verdict(2).getRejected())
                    .extracting(Rejection::getParticipant, Rejection::getReason)
                    .containsExactly(tuple("bank-c", ReasonCode.NO_UPDATE));
            Eventually.holds(
                    "the straggler leaves the round out",
                    () -> straggler.told().skipped.contains(2L));
        }
    }

    @Test
    void aBankThatIsNotEnrolledSaysSoAndTheRevokedOneIsLeftOut() {
        try (TestFederation federation = federation("enrolment", settings -> settings.setQuorum(2))) {
            GatedTrainer gated = new GatedTrainer(bankA.trainer(federation.schema()), 1);
            startServices(federation, "enrolment");
            RunningBank stranger = federation.start(Bank.in(directory, "bank-x"));
            federation.start(bankA, gated);
            federation.start(bankB);
            RunningBank revoked = federation.start(bankC);
            gated.awaitReached(1);

            federation.enrol(bankC, ParticipantState.REVOKED);
            gated.open(1);
            federation.awaitVersion(ROUNDS);

            assertThat(federation.awaitOpened(3).getCohort())
                    .extracting(CohortMember::getParticipant)
                    .containsExactly("bank-a", "bank-b");
            assertThat(revoked.told().hasSent(3)).isFalse();
            assertThat(revoked.told().reasons).anyMatch(reason -> reason.contains("revoked"));
            assertThat(stranger.told().sent).isEmpty();
            assertThat(stranger.told().reasons)
                    .anyMatch(reason -> reason.contains("not enrolled") && reason.contains("operator"));
        }
    }

    @Test
    void aLateBankNeedsNothingButTheCompactedTopics() {
        Bank late = Bank.in(directory, "bank-late");
        UnaryOperator<FederationSettings.Builder> longer =
                settings -> settings.setRounds(5).setQuorum(2);
        try (TestFederation federation = federation("late", longer)) {
            GatedTrainer gated = new GatedTrainer(bankA.trainer(federation.schema()), 3);
            startServices(federation, "late");
            federation.start(bankA, gated);
            federation.start(bankB);
            federation.start(bankC);
            gated.awaitReached(3);

            federation.enrol(late, ParticipantState.ACTIVE);
            RunningBank joined = federation.start(
                    late,
                    late.trainer(federation.schema()),
                    UpdateInterceptor.NONE,
                    Map.of("consumer.interceptor.classes", TopicsRead.class.getName()));
            Eventually.holds(
                    "the late bank has the newest model",
                    () -> joined.told().models.contains(2L));
            gated.open(3);

            federation.awaitVersion(5);
            assertThat(joined.told().sent)
                    .extracting(RecordingListener.Sent::round)
                    .containsExactly(4L, 5L);
            assertThat(federation.verdict(5).getAdmitted())
                    .extracting(admission -> admission.getParticipant())
                    .contains("bank-late");
            assertThat(TopicsRead.of("late"))
                    .isSubsetOf(
                            federation.topics().control(),
                            federation.topics().rounds(),
                            federation.topics().models());
        }
    }
}
