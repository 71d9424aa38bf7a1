package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.CommandLines;
import io.weir.cli.CommandLines.Ended;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.wire.FederationSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A federation with two instances of the aggregator goes on with its rounds while those that are over leave it. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
class RetentionIT {
    private static final long DEADLINE_MS = 5_000;
    private static final long RETENTION_MS = 6_000;
    /** Round 0 gathers statistics. */
    private static final long OLD = 3;

    private static final int MORE_ROUNDS = 5;

    private final Connection connection;

    @TempDir
    private Path directory;

    private List<Bank> banks;

    RetentionIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeEach
    void makeBanks() {
        banks = List.of(Bank.in(directory, "bank-a"), Bank.in(directory, "bank-b"));
    }

    private TestFederation federation(String name, UnaryOperator<FederationSettings.Builder> change) {
        return new TestFederation(
                connection,
                name,
                banks.get(0).file(),
                banks,
                settings -> change.apply(settings.setRounds(100_000).setDeadlineMs(DEADLINE_MS)));
    }

    private List<AggregatorApplication> run(TestFederation federation, Map<String, String> properties) {
        List<AggregatorApplication> aggregators = List.of(
                federation.startAggregator(directory.resolve("1"), properties),
                federation.startAggregator(directory.resolve("2"), properties));
        federation.startPublisher();
        banks.forEach(federation::start);
        return aggregators;
    }

    private boolean exists(TestFederation federation, long round) {
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            return admin.topics().contains(federation.topics().roundUpdates(round));
        }
    }

    private Ended weir(TestFederation federation, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--bootstrap-server", connection.bootstrapServers(),
                "--schema-registry", connection.schemaRegistryUrl(),
                "--federation", federation.name));
        return CommandLines.run(all.toArray(String[]::new));
    }

    /** As Streams itself counts them. */
    private static double failedThreads(AggregatorApplication aggregator) {
        return aggregator.streams().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("failed-stream-threads"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }

    private static void assertGoesOn(TestFederation federation, List<AggregatorApplication> aggregators) {
        federation.awaitVersion(federation.newestVersion().orElse(0L) + MORE_ROUNDS);
        assertThat(aggregators)
                .extracting(AggregatorApplication::state)
                .isSubsetOf(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
        assertThat(aggregators)
                .allSatisfy(aggregator -> assertThat(failedThreads(aggregator)).isZero());
    }

    @Test
    void topicsPastTheRetentionAreDeletedAndRoundsGoOn() {
        try (TestFederation federation =
                federation("retention", settings -> settings.setAuditRetentionMs(RETENTION_MS))) {
            List<AggregatorApplication> aggregators =
                    run(federation, Map.of(AggregatorConfig.RETENTION_CHECK_MS, "200"));

            federation.awaitVersion(OLD);
            Eventually.holds("the first topics are deleted", () -> Stream.of(0L, 1L, OLD)
                    .noneMatch(round -> exists(federation, round)));

            assertGoesOn(federation, aggregators);
            assertThat(federation.round(OLD)).as("the round's record stays").isPresent();
            Ended list = weir(federation, "rounds", "list");
            assertThat(list.exitStatus()).as(list.err()).isZero();
            assertThat(list.out().lines().filter(line -> line.contains(" not retained")))
                    .hasSizeGreaterThan((int) OLD);
            Ended audit = weir(federation, "audit", "--round", String.valueOf(OLD));
            assertThat(audit.exitStatus()).as(audit.out() + audit.err()).isZero();
            assertThat(audit.out()).contains("not retained: round topic");
        }
    }

    @Test
    void oldRoundsAreNotReadAnyMoreAndKeepTheirTopics() {
        try (TestFederation federation = federation("watched", settings -> settings.setAuditRetentionMs(-1))) {
            List<AggregatorApplication> aggregators = run(
                    federation,
                    Map.of(AggregatorConfig.RETENTION_CHECK_MS, "200", AggregatorConfig.ROUNDS_WATCHED, "3"));
            String old = federation.topics().roundUpdates(OLD);
            Eventually.holds("it is read at first", () -> read(aggregators).contains(old));

            Eventually.holds(
                    "it is left out later",
                    () -> !read(aggregators).isEmpty() && !read(aggregators).contains(old));

            assertGoesOn(federation, aggregators);
            assertThat(exists(federation, OLD)).isTrue();
        }
    }

    /** The topics that the instances' tasks read from. */
    private static Set<String> read(List<AggregatorApplication> aggregators) {
        return aggregators.stream()
                .flatMap(aggregator -> aggregator.streams().metadataForLocalThreads().stream())
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .map(TopicPartition::topic)
                .filter(topic -> topic.contains(".round."))
                .collect(Collectors.toSet());
    }
}
