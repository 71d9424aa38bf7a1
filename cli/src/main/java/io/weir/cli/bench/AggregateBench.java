package io.weir.cli.bench;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.bench.BenchResult.Pair;
import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.FederationException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.FederationSettings;
import io.weir.wire.Initializer;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundOpened;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Measures one round's aggregation on a topic that is already filled. An aggregator opens the round and is stopped; the
 * topic is filled; a bare consumer reads it; then an aggregator starts, and the time runs from its tasks being running
 * to the new version being visible to a {@code read_committed} consumer.
 */
final class AggregateBench {
    private static final String FEDERATION = "bench";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final BenchOptions options;
    private final Consumer<String> progress;

    AggregateBench(BenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    BenchResult run() throws InterruptedException {
        progress.accept("starting broker and registry");
        try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults())) {
            Connection connection = Connection.of(cluster.bootstrapServers(), cluster.registryUrl());
            List<ParticipantIdentity> identities = create(connection);
            Map<String, Object> config = connection.clientProperties();
            config.put(PublisherConfig.FEDERATION, FEDERATION);
            config.put(PublisherConfig.RETAIN_VERSIONS, "1");
            try (ModelPublisher publisher =
                    new ModelPublisher(PublisherConfig.from(config), new PublisherListener() {})) {
                Thread thread = new Thread(publisher::run, "weir-bench-publisher");
                thread.start();
                return measure(connection, identities);
            }
        }
    }

    private List<ParticipantIdentity> create(Connection connection) {
        progress.accept("creating a federation of " + options.participants() + " participants");
        Instant now = Instant.now();
        List<ParticipantIdentity> identities = new ArrayList<>();
        List<ParticipantEntry> entries = new ArrayList<>();
        for (int i = 0; i < options.participants(); i++) {
            ParticipantIdentity identity =
                    ParticipantIdentity.generate("bank-" + i, Duration.ofDays(1), now.minusSeconds(60));
            identities.add(identity);
            entries.add(new ParticipantEntry(
                    FEDERATION,
                    identity.name(),
                    ParticipantState.ACTIVE,
                    ByteBuffer.wrap(identity.certificateDer()),
                    now.toEpochMilli()));
        }
        ModelManifest manifest = new ModelManifest(
                "bench",
                List.of(new TensorSpec(
                        "weights", List.of(options.parameters()), TensorRole.TRAINABLE, Initializer.ZEROS)),
                options.seed(),
                Map.of());
        FederationSettings settings = FederationDefaults.settings(FEDERATION, manifest)
                .setPartitions(options.partitions())
                .setRounds(options.repeat() + 2L)
                .setQuorum(options.participants())
                .setDeadlineMs(TimeUnit.HOURS.toMillis(1))
                .setWeightMax(1024)
                .setCodec(options.codec())
                .setRule(options.rule())
                .build();
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(settings, entries);
        }
        return identities;
    }

    private BenchResult measure(Connection connection, List<ParticipantIdentity> identities)
            throws InterruptedException {
        List<Pair> pairs = new ArrayList<>();
        Topics topics = new Topics(FEDERATION);
        long topicBytes = 0;
        String digest = "";
        Deserializer<SpecificRecord> values = WeirSerdes.deserializer(connection.clientProperties());
        try (UpdateFiller filler = new UpdateFiller(connection);
                KafkaConsumer<String, byte[]> models = TopicReading.consumer(connection);
                KafkaConsumer<String, byte[]> rounds = TopicReading.consumer(connection)) {
            models.assign(List.of(new TopicPartition(topics.models(), 0)));
            models.seekToBeginning(models.assignment());
            rounds.assign(List.of(new TopicPartition(topics.rounds(), 0)));
            rounds.seekToBeginning(rounds.assignment());
            TopicReading.nextHead(models);
            AggregatorApplication aggregator = aggregator(connection);
            try {
                for (int round = 1; round <= options.repeat() + 1; round++) {
                    RoundOpened opened = awaitOpened(rounds, values, round);
                    aggregator.close();
                    progress.accept("round " + round + ": filling the topic");
                    topicBytes = filler.fill(opened, identities, options.parameters(), options.seed());
                    double bare = TopicReading.secondsToRead(connection, opened.getTopic());
                    aggregator = aggregator(connection);
                    long startNs = awaitRunning(aggregator);
                    ModelHead head = (ModelHead) values.deserialize(topics.models(), TopicReading.nextHead(models));
                    Pair pair = new Pair(bare, (System.nanoTime() - startNs) / 1e9);
                    digest = head.getDigest();
                    progress.accept(String.format(
                            "round %d: bare %.3f s, aggregation %.3f s, ratio %.2f%s",
                            round,
                            pair.bareConsumerSeconds(),
                            pair.aggregateSeconds(),
                            pair.ratio(),
                            round == 1 ? " (warm-up)" : ""));
                    if (round > 1) {
                        pairs.add(pair);
                    }
                }
            } finally {
                aggregator.close();
            }
        }
        return new BenchResult(options, topicBytes, pairs, ResidentMemory.peakBytes(), digest);
    }

    private static AggregatorApplication aggregator(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, FEDERATION);
        AggregatorApplication aggregator = new AggregatorApplication(AggregatorConfig.from(config));
        aggregator.start();
        return aggregator;
    }

    private static long awaitRunning(AggregatorApplication aggregator) throws InterruptedException {
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        while (aggregator.state() != KafkaStreams.State.RUNNING) {
            if (System.nanoTime() > patienceNs || Thread.interrupted()) {
                throw new FederationException("the aggregator did not start: it is " + aggregator.state());
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
        return System.nanoTime();
    }

    private static RoundOpened awaitOpened(
            KafkaConsumer<String, byte[]> rounds, Deserializer<SpecificRecord> values, long round)
            throws InterruptedException {
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patienceNs) {
            for (var record : rounds.poll(Duration.ofMillis(100))) {
                if (values.deserialize(record.topic(), record.value()) instanceof RoundOpened opened
                        && opened.getRound() == round) {
                    return opened;
                }
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("the measurement was interrupted");
            }
        }
        throw new FederationException("round " + round + " was not opened within " + PATIENCE.toMinutes() + " minutes");
    }
}
