package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandLines;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.schemas.Keys;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A federation of separate processes: cluster, aggregators, publisher and banks; some of them are killed. */
@Timeout(240)
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessesIT {
    private static final long ROUNDS = 10;
    private static final long KILL_AFTER_VERSION = 3;

    @TempDir
    private static Path directory;

    private final Deque<WeirProcess> services = new ArrayDeque<>();
    private WeirProcess cluster;
    private Connection connection;
    private List<Bank> banks;
    private String undisturbed;

    @BeforeAll
    void start() throws IOException {
        cluster = WeirProcess.start(
                directory,
                "cluster",
                List.of(
                        "cluster",
                        "--port",
                        "0",
                        "--registry-port",
                        "0",
                        "--json",
                        "--broker-property",
                        "group.min.session.timeout.ms=1000"));
        Eventually.holds("the cluster serves", () -> cluster.out().contains("}"));
        JsonNode addresses = new ObjectMapper().readTree(cluster.out());
        connection = Connection.of(
                addresses.path("bootstrapServers").asText(),
                addresses.path("schemaRegistry").asText());
        banks = Stream.of("bank-a", "bank-b", "bank-c")
                .map(name -> Bank.in(directory, name))
                .toList();
        banks.forEach(bank -> bank.identity().save(directory.resolve(bank.name())));
        undisturbed = undisturbedDigest(create("kill-aggregator"));
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @AfterEach
    void stopServices() {
        while (!services.isEmpty()) {
            services.pop().close();
        }
    }

    /** By `weir federation create`. */
    private FederationSettings create(String federation) {
        List<String> command = new ArrayList<>(List.of("federation", "create"));
        command.addAll(common(federation));
        command.addAll(List.of("--schema-from", banks.get(0).file().toString(), "--label", SampleData.LABEL));
        command.addAll(List.of("--drop", "id", "--model", TestFederation.MODEL, "--rounds", String.valueOf(ROUNDS)));
        command.addAll(List.of("--quorum", "3", "--partitions", "2", "--chunk-parameters", "8"));
        banks.forEach(bank -> command.addAll(List.of(
                "--participant-certificate",
                directory.resolve(bank.name()).resolve("participant.crt").toString())));
        CommandLines.Ended ended = CommandLines.run(command.toArray(String[]::new));
        assertThat(ended.exitStatus()).as(ended.err()).isZero();
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            return admin.settings(federation);
        }
    }

    private List<String> common(String federation) {
        return List.of(
                "--bootstrap-server", connection.bootstrapServers(),
                "--schema-registry", connection.schemaRegistryUrl(),
                "--federation", federation);
    }

    /** The same settings and banks in this process, with nothing killed. */
    private String undisturbedDigest(FederationSettings settings) {
        try (TestFederation federation = new TestFederation(
                connection, "undisturbed", banks.get(0).file(), banks, ignored -> FederationSettings.newBuilder(
                                settings)
                        .setFederation("undisturbed"))) {
            federation.startAggregator(directory.resolve("undisturbed"));
            federation.startPublisher();
            banks.forEach(federation::start);
            return federation.awaitDigest(ROUNDS);
        }
    }

    private WeirProcess service(String federation, String name, String command, String... options) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(common(federation));
        all.addAll(List.of(options));
        WeirProcess process = WeirProcess.start(directory, federation + "-" + name, all);
        services.push(process);
        return process;
    }

    private WeirProcess aggregator(String federation, String name) {
        return service(
                federation,
                name,
                "aggregator",
                "--state-dir",
                directory.resolve(federation + "-" + name).toString(),
                "--command-property",
                "main.consumer.session.timeout.ms=3000",
                "--command-property",
                "main.consumer.heartbeat.interval.ms=500");
    }

    private WeirProcess publisher(String federation, String name) {
        return service(
                federation,
                name,
                "publisher",
                "--command-property",
                "consumer.session.timeout.ms=3000",
                "--command-property",
                "consumer.heartbeat.interval.ms=500");
    }

    private WeirProcess participant(String federation, Bank bank) {
        return service(
                federation,
                bank.name(),
                "participant",
                "--identity",
                directory.resolve(bank.name()).toString(),
                "--data",
                bank.file().toString(),
                "--no-holdout");
    }

    @Test
    void anAggregatorKilledInMidRoundChangesNoBit() {
        FederationView federation = new FederationView(connection, "kill-aggregator");
        WeirProcess victim = aggregator("kill-aggregator", "aggregator-1");
        aggregator("kill-aggregator", "aggregator-2");
        publisher("kill-aggregator", "publisher");
        List<WeirProcess> participants =
                banks.stream().map(bank -> participant("kill-aggregator", bank)).toList();
        federation.awaitVersion(KILL_AFTER_VERSION);

        WeirProcess frozen = participants.get(2);
        frozen.freeze();
        long round = awaitRoundThatLacksOnly(federation, "bank-c");
        victim.kill();
        assertThat(federation.round(round).orElseThrow()).isInstanceOf(RoundOpened.class);
        frozen.thaw();

        assertThat(round).isGreaterThan(KILL_AFTER_VERSION);
        assertThat(federation.awaitDigest(ROUNDS)).isEqualTo(undisturbed);
        participants.forEach(participant ->
                assertThat(participant.awaitExit()).as(participant.err()).isZero());
        for (long each = 1; each <= ROUNDS; each++) {
            assertThat(federation.verdict(each).getAdmitted()).hasSize(3);
        }
    }

    @Test
    void aPublisherKilledBetweenSealAndVersionChangesNoBit() {
        create("kill-publisher");
        FederationView federation = new FederationView(connection, "kill-publisher");
        aggregator("kill-publisher", "aggregator");
        WeirProcess victim = publisher("kill-publisher", "publisher-1");
        banks.forEach(bank -> participant("kill-publisher", bank));
        federation.awaitVersion(KILL_AFTER_VERSION);

        victim.freeze();
        awaitRoundThatIsSealedOnly(federation);
        victim.kill();
        publisher("kill-publisher", "publisher-2");

        assertThat(federation.awaitDigest(ROUNDS)).isEqualTo(undisturbed);
    }

    /** A round in which every other bank has committed, and which stays open for the one that cannot. */
    private long awaitRoundThatLacksOnly(FederationView federation, String missing) {
        Set<String> expected = banks.stream()
                .map(Bank::name)
                .filter(name -> !name.equals(missing))
                .map(Keys::commit)
                .collect(Collectors.toSet());
        AtomicLong found = new AtomicLong();
        Eventually.holds("a round lacks " + missing + " only", () -> {
            if (!(federation.newestRound().orElseThrow() instanceof RoundOpened opened)) {
                return false;
            }
            found.set(opened.getRound());
            Set<String> commits = federation.records(opened.getTopic()).stream()
                    .map(TopicSnapshot.Entry::key)
                    .filter(key -> banks.stream().anyMatch(bank -> key.equals(Keys.commit(bank.name()))))
                    .collect(Collectors.toSet());
            return commits.equals(expected);
        });
        return found.get();
    }

    /** A round that is sealed, and whose version the frozen publisher has not published. */
    private static void awaitRoundThatIsSealedOnly(FederationView federation) {
        Eventually.holds(
                "a sealed round waits for its version",
                () -> federation.newestRound().orElseThrow() instanceof RoundSealed sealed
                        && federation.newestVersion().orElseThrow()
                                < sealed.getOpened().getRound());
    }
}
