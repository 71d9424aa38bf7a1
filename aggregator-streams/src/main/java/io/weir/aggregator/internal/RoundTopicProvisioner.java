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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a federation's settings and rounds and keeps the topics of the next rounds ahead of them, in batches, since
 * every new topic that matches the topology's pattern costs its group a rebalance.
 */
public final class RoundTopicProvisioner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoundTopicProvisioner.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Topics topics;
    private final AggregatorConfig config;
    private final RoundWindow window;
    private final Clock clock;
    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Admin admin;
    private final RoundTopics roundTopics;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

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
        this.consumer = new KafkaConsumer<>(
                consumerConfig(streams, topics.federation()), new StringDeserializer(), serde.deserializer());
        Map<String, Object> plain =
                new HashMap<>(streams.getProducerConfigs("weir-" + topics.federation() + "-marker"));
        plain.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        plain.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        plain.put(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(plain, new StringSerializer(), new ByteArraySerializer());
        this.admin = Admin.create(streams.getAdminConfigs("weir-" + topics.federation() + "-provisioner"));
        this.roundTopics = new RoundTopics(admin, producer, serde.serializer());
        this.thread = new Thread(this::run, "weir-" + topics.federation() + "-provisioner");
    }

    /** Settings of a consumer that belongs to no group and sees only what was committed. */
    public static Map<String, Object> consumerConfig(StreamsConfig streams, String federation) {
        Map<String, Object> consumer = new HashMap<>(streams.getRestoreConsumerConfigs("weir-" + federation + "-log"));
        consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, AggregatorConfig.RECORD_MAX_BYTES);
        return consumer;
    }

    /**
     * Starts to follow the federation.
     *
     * @param ready run once, on this provisioner's thread, when the topics of the next rounds are there for the first time
     */
    public void start(Runnable ready) {
        this.ready = ready;
        thread.start();
    }

    private void run() {
        List<TopicPartition> followed =
                List.of(new TopicPartition(topics.control(), 0), new TopicPartition(topics.rounds(), 0));
        consumer.assign(followed);
        consumer.seekToBeginning(followed);
        while (closed.getCount() > 0) {
            try {
                for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(POLL)) {
                    follow(record.key(), record.value());
                }
                if (isAtEnd(followed)) {
                    provision();
                }
            } catch (WakeupException e) {
                LOG.atDebug().log("provisioner is closing");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("federation", topics.federation())
                        .setCause(e)
                        .log("could not provision round topics; trying again");
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /** Whoever knows only some of the rounds would make topics again that were deleted at the end of their retention. */
    private boolean isAtEnd(List<TopicPartition> followed) {
        if (ends.isEmpty()) {
            ends = consumer.endOffsets(followed);
        }
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean pause() {
        try {
            return !closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
        closed.countDown();
        consumer.wakeup();
        boolean interrupted = false;
        try {
            thread.join(Duration.ofSeconds(30).toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        consumer.close();
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
