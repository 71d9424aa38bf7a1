package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.it.Bank;
import io.weir.it.Eventually;
import io.weir.it.Undisturbed;
import io.weir.wire.RoundOpened;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Broker, registry, services and banks in containers; faults change no bit of the model. */
@ExtendWith(RequiresEngine.class)
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainersIT {
    private static final long ROUNDS = 10;
    private static final long FAULT_AFTER_VERSION = 2;
    private static final String SESSION_TIMEOUT_MIN_MS = "1000";

    @TempDir
    private static Path directory;

    private ContainerCluster cluster;
    private List<Bank> banks;
    private String undisturbed;

    @BeforeAll
    void start() {
        Engine.require();
        cluster = ContainerCluster.start(Map.of("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", SESSION_TIMEOUT_MIN_MS));
        banks = Stream.of("bank-a", "bank-b", "bank-c")
                .map(name -> Bank.in(directory, name))
                .toList();
        banks.forEach(bank -> bank.identity().save(directory.resolve(bank.name())));
        try (ContainerFederation federation = federation("settings")) {
            undisturbed =
                    Undisturbed.digest(cluster.connection(), "undisturbed", federation.settings(), banks, directory);
        }
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private ContainerFederation federation(String name) {
        return ContainerFederation.create(cluster, name, banks, directory, ROUNDS);
    }

    /** The model is the undisturbed one, every bank was admitted in every round, and ends by itself. */
    private void assertWhole(ContainerFederation federation, List<Container> participants) {
        federation.awaitVersionOrFailure(ROUNDS);
        assertThat(federation.awaitDigest(ROUNDS)).isEqualTo(undisturbed);
        for (long round = 1; round <= ROUNDS; round++) {
            assertThat(federation.verdict(round).getAdmitted())
                    .as("admitted in round %d", round)
                    .hasSize(banks.size());
        }
        participants.forEach(participant -> {
            Eventually.holds("a bank ends", participant::hasEnded);
            assertThat(participant.exitStatus()).as(participant.getLogs()).isZero();
        });
    }

    @Test
    void aVariableReachesTheBrokersConfiguration() throws ExecutionException, InterruptedException {
        assertThat(BrokerSettings.of(cluster.connection(), "group.min.session.timeout.ms"))
                .isEqualTo(SESSION_TIMEOUT_MIN_MS);
    }

    @Test
    void ourImagesTellTheirHealthWithoutAShell() {
        for (Container container : List.of(cluster.broker(), cluster.registry())) {
            if (container.getDockerImageName().startsWith("weir-")) {
                Eventually.holds(
                        container.getDockerImageName() + " is healthy",
                        () -> container.health().equals("healthy"));
            }
        }
    }

    @Test
    void aFederationOfContainersComesToTheSameModel() {
        try (ContainerFederation federation = federation("whole")) {
            federation.startAggregator("aggregator-1");
            federation.startAggregator("aggregator-2");
            federation.startPublisher();
            List<Container> participants = federation.startBanks(directory);

            assertWhole(federation, participants);
        }
    }

    @Test
    void aBrokerThatIsStoppedInMidRoundChangesNoBit() {
        Bank late = banks.get(2);
        try (ContainerFederation federation = federation("stopped-broker")) {
            federation.startAggregator("aggregator");
            federation.startPublisher();
            List<Container> participants = federation.startBanks(directory);
            federation.awaitVersionOrFailure(FAULT_AFTER_VERSION);
            String paused = participants.get(2).getContainerId();
            Engine.pause(paused);
            long round = federation.awaitRoundThatLacksOnly(late);

            cluster.stopBroker();
            cluster.startBroker();
            assertThat(federation.round(round).orElseThrow()).isInstanceOf(RoundOpened.class);
            Engine.unpause(paused);

            assertWhole(federation, participants);
        }
    }

    @Test
    void aBankWhoseNetworkIsCutTakesPartAgainWhenItHeals() {
        Bank cut = banks.get(1);
        try (ContainerFederation federation = federation("cut-network")) {
            federation.startAggregator("aggregator");
            federation.startPublisher();
            List<Container> participants = federation.startBanks(directory);
            federation.awaitVersionOrFailure(FAULT_AFTER_VERSION);
            String container = participants.get(1).getContainerId();
            String network = cluster.network().getId();

            Engine.disconnect(container, network);
            long round = federation.awaitRoundThatLacksOnly(cut);
            assertThat(federation.round(round).orElseThrow()).isInstanceOf(RoundOpened.class);
            Engine.connect(container, network);

            assertWhole(federation, participants);
        }
    }
}
