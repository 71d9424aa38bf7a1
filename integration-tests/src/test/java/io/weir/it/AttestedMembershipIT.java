package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.AuditTrust;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.EnclaveKey;
import io.weir.wire.FederationState;
import io.weir.wire.RoundFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several attested aggregators share a federation's partitions, each with a key and evidence of its own; some leave, some join. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
class AttestedMembershipIT {
    private static final int ROUNDS = 3;
    /** With two instances of one thread both have slices, wherever the guard is. */
    private static final int PARTITIONS = 4;

    private final Connection connection;

    @TempDir
    private Path directory;

    private List<Bank> banks;
    private SimulatedAttestation simulated;

    AttestedMembershipIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeEach
    void makeBanks() {
        banks = List.of(Bank.in(directory, "bank-a"), Bank.in(directory, "bank-b"), Bank.in(directory, "bank-c"));
        simulated = new SimulatedAttestation(directory);
    }

    /** A paused federation, whose last bank then keeps rounds open until it is told to go on. */
    private final class Running implements AutoCloseable {
        private final TestFederation federation;
        private final GatedTrainer gates;
        private final List<RunningBank> prompt;
        private final boolean attested;
        private int started;

        Running(String name, boolean attested, long... gated) {
            this.attested = attested;
            federation = new TestFederation(
                    connection, name, banks.get(0).file(), banks, settings -> settings.setRounds(ROUNDS)
                            .setPartitions(PARTITIONS)
                            .setState(FederationState.PAUSED)
                            .setAttested(attested)
                            .setDeadlineMs(TimeUnit.HOURS.toMillis(1)));
            gates = new GatedTrainer(banks.get(2).trainer(federation.schema()), gated);
            federation.startPublisher();
            Map<String, String> demands = attested ? simulated.demands(name) : Map.of();
            prompt = banks.subList(0, 2).stream()
                    .map(bank ->
                            federation.start(bank, bank.trainer(federation.schema()), UpdateInterceptor.NONE, demands))
                    .toList();
            federation.start(banks.get(2), gates, UpdateInterceptor.NONE, demands);
        }

        /** Starts instances, and lets rounds begin when they share the tasks. */
        List<AggregatorApplication> begin(int instances) {
            List<AggregatorApplication> at = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                at.add(join());
            }
            Instances.awaitAllTasks(PARTITIONS, at);
            assertThat(at).allMatch(Instances::hasSlices);
            try (FederationAdmin admin = new FederationAdmin(connection)) {
                admin.setState(federation.name, FederationState.ACTIVE);
            }
            return at;
        }

        AggregatorApplication join() {
            started++;
            Map<String, String> properties = new HashMap<>(Instances.ONE_THREAD);
            properties.putAll(attested ? simulated.provider() : Map.of());
            return federation.startAggregator(directory.resolve(federation.name + "-" + started), properties);
        }

        /** Waits until only the last bank's update is missing. */
        void awaitMidRound(long round) {
            gates.awaitReached(round);
            Eventually.holds("the other banks have sent", () -> prompt.stream()
                    .allMatch(bank -> bank.told().hasSent(round)));
        }

        List<EnclaveKey> keys(long round) {
            return federation.awaitOpened(round).getAttested().getKeys();
        }

        @Override
        public void close() {
            federation.close();
        }
    }

    private String digestInTheClear() {
        try (Running plain = new Running("attested-members-plain", false)) {
            plain.begin(1);
            return plain.federation.awaitDigest(2);
        }
    }

    /** Payloads are sealed for all instances of the round, so whoever of them has a partition opens what is in it. The guard stays. */
    @Test
    void anInstanceThatIsLostInMidRoundIsReplacedByAnotherOfTheRoundAndNoBitChanges() {
        try (Running running = new Running("attested-lost", true, 2)) {
            List<AggregatorApplication> at = running.begin(2);
            running.awaitMidRound(2);
            List<EnclaveKey> shared = running.keys(2);

            AggregatorApplication lost = at.stream()
                    .filter(instance -> !Instances.tasks(instance).contains(Instances.GUARD))
                    .findFirst()
                    .orElseThrow();
            lost.close();
            at.remove(lost);
            Instances.awaitAllTasks(PARTITIONS, at);
            running.gates.open(2);

            assertThat(running.federation.awaitDigest(2)).isEqualTo(digestInTheClear());
            running.federation.awaitVersion(ROUNDS);
            assertThat(shared)
                    .extracting(EnclaveKey::getHpkeKey)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
            assertThat(shared).extracting(EnclaveKey::getEvidence).doesNotHaveDuplicates();
            assertThat(running.keys(3)).hasSize(1);
            for (long round = 1; round <= ROUNDS; round++) {
                assertThat(running.federation.verdict(round).getAdmitted()).hasSize(3);
            }
        }
    }

    /** It takes partitions over, and the guard perhaps, and nothing was sealed for it. */
    @Test
    void anInstanceThatJoinsInMidRoundFailsItVisiblyAndTheNextRoundIsSealedForBoth() {
        try (Running running = new Running("attested-joins", true, 1)) {
            running.begin(1);
            running.awaitMidRound(1);
            List<EnclaveKey> before = running.keys(1);

            running.join();
            Eventually.holds("round 1 fails", () -> running.federation.round(1).orElseThrow() instanceof RoundFailed);
            running.gates.open(1);

            running.federation.awaitVersion(2);
            assertThat(before).hasSize(1);
            assertThat(((RoundFailed) running.federation.round(1).orElseThrow()).getReason())
                    .as("whichever of its tasks says so first")
                    .containsAnyOf("ENCLAVE_KEY_LOST", "GUARD_MOVED");
            assertThat(running.keys(3)).hasSize(2).doesNotContainAnyElementsOf(before);
            assertThat(running.federation.verdict(2).getAdmitted()).hasSize(3);
            assertThat(running.federation.verdict(3).getAdmitted()).hasSize(3);
            AuditReport audit = new Auditor(
                            running.federation.name,
                            WeirSerdes.deserializer(connection.clientProperties()),
                            () -> new KafkaAuditSource(connection))
                    .audit(
                            OptionalLong.empty(),
                            RecomputationPlan.asRecorded(),
                            AuditTrust.settings().evidence(Optional.of(simulated.check())));
            assertThat(audit.holds()).as(audit.findings().toString()).isTrue();
        }
    }
}
