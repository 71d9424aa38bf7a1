package io.weir.aggregator.internal.retention;

import io.weir.aggregator.AggregatorConfig;
import io.weir.aggregator.internal.RoundTopicProvisioner;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a federation's settings, rounds and ledger, and deletes round topics past the audit retention. */
public final class RoundTopicRemover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoundTopicRemover.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration END = Duration.ofSeconds(30);

    private final Topics topics;
    private final Duration check;
    private final Clock clock;
    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final Admin admin;
    private final ExpiredTopics expired;
    private final EndedRounds ended = new EndedRounds();
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private FederationSettings settings;

    public RoundTopicRemover(
            AggregatorConfig config,
            Serde<SpecificRecord> serde,
            StreamThreads threads,
            RoundWindow window,
            Clock clock) {
        this.topics = new Topics(config.federation());
        this.check = config.retentionCheck();
        this.clock = clock;
        StreamsConfig streams = new StreamsConfig(config.streams());
        this.consumer = new KafkaConsumer<>(
                RoundTopicProvisioner.consumerConfig(streams, topics.federation()),
                new StringDeserializer(),
                serde.deserializer());
        this.admin = Admin.create(streams.getAdminConfigs("weir-" + topics.federation() + "-retention"));
        this.expired = new ExpiredTopics(topics, new KafkaTopicDeletion(admin), threads, window, check);
        this.thread = new Thread(this::run, "weir-" + topics.federation() + "-retention");
    }

    /** Starts to follow the federation. */
    public void start() {
        thread.start();
    }

    private void run() {
        List<TopicPartition> followed = List.of(
                new TopicPartition(topics.control(), 0),
                new TopicPartition(topics.rounds(), 0),
                new TopicPartition(topics.ledger(), 0));
        consumer.assign(followed);
        consumer.seekToBeginning(followed);
        boolean goesOn = true;
        while (goesOn) {
            try {
                follow(followed);
                if (settings != null) {
                    expired.check(ended, settings, clock.millis());
                }
            } catch (WakeupException e) {
                LOG.atDebug().log("retention is closing");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("federation", topics.federation())
                        .setCause(e)
                        .log("could not look for round topics past the audit retention; trying again");
            }
            goesOn = pause();
        }
    }

    /** Takes in what is there now. */
    private void follow(List<TopicPartition> followed) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(followed);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(POLL)) {
                if (Keys.settings().equals(record.key())) {
                    settings = (FederationSettings) record.value();
                } else {
                    ended.follow(record.value());
                }
            }
        }
    }

    private boolean pause() {
        try {
            return !closed.await(check.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
        boolean interrupted = false;
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        consumer.close();
        admin.close(Duration.ofSeconds(5));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
