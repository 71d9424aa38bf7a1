package io.weir.aggregator.internal;

import io.weir.aggregator.AggregatorConfig;
import io.weir.aggregator.FederationRules;
import io.weir.aggregator.internal.retention.RoundWindow;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Follows a federation's settings and rounds and keeps the topics of the next rounds ahead of them, in batches, since
 * every new topic that matches the topology's pattern costs its group a rebalance.
 */
public final class RoundTopicProvisioner implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Topics topics;
    private final AggregatorConfig config;
    private final RoundWindow window;
    private final Clock clock;
    private final KafkaProducer<String, byte[]> producer;
    private final Admin admin;
    private final RoundTopics roundTopics;
    private final TopicFollower follower;

    private Runnable ready = () -> {};
    private FederationSettings settings;
    /** What there is to follow when following begins; empty until it is known. */
    private Map<TopicPartition, Long> ends = Map.of();

    private long newestRound = Long.MIN_VALUE;
    private long provisionedThrough = Long.MIN_VALUE;

    /**
     * A provisioner.
     *
     * @param window kept up to date with the rounds that end
     */
    public RoundTopicProvisioner(
            AggregatorConfig config, Serde<SpecificRecord> serde, RoundWindow window, Clock clock) {
        this.config = config;
        this.window = window;
        this.clock = clock;
        this.topics = new Topics(config.federation());
        StreamsConfig streams = new StreamsConfig(config.streams());
        Map<String, Object> plain =
                new HashMap<>(streams.getProducerConfigs("weir-" + topics.federation() + "-marker"));
        plain.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        plain.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        plain.put(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(plain, new StringSerializer(), new ByteArraySerializer());
        this.admin = Admin.create(streams.getAdminConfigs("weir-" + topics.federation() + "-provisioner"));
        this.roundTopics = new RoundTopics(admin, producer, serde.serializer());
        this.follower = new TopicFollower(
                "weir-" + topics.federation() + "-provisioner",
                streams,
                topics.federation(),
                serde,
                List.of(topics.control(), topics.rounds()),
                new TopicFollower.Pauses(Duration.ZERO, POLL),
                this::follow);
    }

    /**
     * Starts to follow the federation.
     *
     * @param ready run once, on this provisioner's thread, when the topics of the next rounds are there for the first time
     */
    public void start(Runnable ready) {
        this.ready = ready;
        follower.start();
    }

    private void follow(Consumer<String, SpecificRecord> consumer) throws InterruptedException, ExecutionException {
        for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(POLL)) {
            follow(record.key(), record.value());
        }
        if (isAtEnd(consumer)) {
            provision();
        }
    }

    /** Whoever knows only some of the rounds would make topics again that were deleted at the end of their retention. */
    private boolean isAtEnd(Consumer<String, SpecificRecord> consumer) {
        if (ends.isEmpty()) {
            ends = consumer.endOffsets(consumer.assignment());
        }
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void follow(String key, SpecificRecord value) {
        window.follow(value);
        if (Keys.settings().equals(key)) {
            settings = (FederationSettings) value;
        } else if (value instanceof RoundOpened opened) {
            newestRound = Math.max(newestRound, opened.getRound());
        } else if (value instanceof RoundSealed sealed) {
            newestRound = Math.max(newestRound, sealed.getOpened().getRound());
        } else if (value instanceof RoundFailed failed) {
            newestRound = Math.max(newestRound, failed.getOpened().getRound());
        }
    }

    private void provision() throws InterruptedException, ExecutionException {
        if (settings == null) {
            return;
        }
        window.advance(clock.millis(), settings.getAuditRetentionMs());
        ensureNextRounds();
        ready.run();
        ready = () -> {};
    }

    private void ensureNextRounds() throws InterruptedException, ExecutionException {
        long next = Math.max(newestRound + 1, FederationRules.firstRound(settings));
        long needed = Math.min(next + config.provisionAhead() - 1, settings.getRounds());
        if (provisionedThrough >= needed) {
            return;
        }
        long last = Math.min(needed + config.provisionBatch(), settings.getRounds());
        roundTopics.ensure(settings, Math.max(next, provisionedThrough + 1), last);
        provisionedThrough = last;
    }

    @Override
    public void close() {
        follower.close();
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
