package io.weir.cli.bench;

import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.bench.RoundWatch.Seen;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.FederationException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** A federation to measure: its topics, a publisher, and a watch on its rounds and versions. */
final class BenchFederation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Connection connection;
    private final Topics topics;
    private final RoundWatch watch;
    private final ModelPublisher publisher;
    private final Thread publishing;
    private long version;

    private BenchFederation(String name, Connection connection) {
        this.connection = connection;
        this.topics = new Topics(name);
        this.watch = new RoundWatch(connection, topics);
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, name);
        config.put(PublisherConfig.RETAIN_VERSIONS, "1");
        this.publisher = new ModelPublisher(PublisherConfig.from(config), new PublisherListener() {});
        this.publishing = new Thread(publisher::run, "weir-" + name + "-publisher");
    }

    /** Creates the federation, starts its publisher and waits for version 0. */
    static BenchFederation create(
            String name,
            Connection connection,
            BenchOptions options,
            int parameters,
            int chunkParameters,
            long roundCount,
            List<ParticipantIdentity> identities)
            throws InterruptedException {
        FederationSettings settings = FederationDefaults.settings(name, manifest(parameters, options.seed()))
                .setPartitions(options.partitions())
                .setChunkParameters(chunkParameters)
                .setRounds(roundCount)
                .setQuorum(identities.size())
                .setDeadlineMs(TimeUnit.HOURS.toMillis(1))
                .setWeightMax(1024)
                .setCodec(options.codec())
                .setRule(options.rule())
                .build();
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(settings, identities.stream().map(i -> entry(name, i)).toList());
        }
        BenchFederation federation = new BenchFederation(name, connection);
        federation.publishing.start();
        federation.nextVersion();
        return federation;
    }

    /** A model of one tensor. */
    static ModelManifest manifest(int parameters, long seed) {
        return new ModelManifest(
                "bench",
                List.of(new TensorSpec("weights", List.of(parameters), TensorRole.TRAINABLE, Initializer.ZEROS)),
                seed,
                Map.of());
    }

    static ParticipantEntry entry(String federation, ParticipantIdentity identity) {
        return new ParticipantEntry(
                federation,
                identity.name(),
                ParticipantState.ACTIVE,
                ByteBuffer.wrap(identity.certificateDer()),
                Instant.now().toEpochMilli());
    }

    String name() {
        return topics.federation();
    }

    /** Waits until the next version is visible. */
    Seen<ModelHead> nextVersion() throws InterruptedException {
        return watch.version(version++);
    }

    RoundOpened awaitOpened(long round) throws InterruptedException {
        return watch.opened(round).what();
    }

    /** Waits until every slice task has taken note of the opened round: each commits its first reported offset. */
    void awaitTasksKnow(RoundOpened opened) throws InterruptedException {
        String changelog = AggregatorConfig.applicationId(name()) + "-reported-changelog";
        Set<TopicPartition> missing = IntStream.range(0, opened.getPartitions())
                .mapToObj(partition -> new TopicPartition(changelog, partition))
                .collect(Collectors.toSet());
        try (KafkaConsumer<String, byte[]> reported = TopicReading.consumer(connection)) {
            reported.assign(missing);
            reported.seekToBeginning(missing);
            long patienceNs = System.nanoTime() + PATIENCE.toNanos();
            while (!missing.isEmpty()) {
                for (var record : reported.poll(Duration.ofMillis(100))) {
                    if (Keys.round(opened.getRound()).equals(record.key())) {
                        missing.remove(new TopicPartition(record.topic(), record.partition()));
                    }
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("the measurement was interrupted");
                }
                if (System.nanoTime() > patienceNs) {
                    throw new FederationException("the tasks of " + missing + " did not take note of round "
                            + opened.getRound() + " within " + PATIENCE.toMinutes() + " minutes");
                }
            }
        }
    }

    @Override
    public void close() {
        publisher.close();
        watch.close();
    }
}
