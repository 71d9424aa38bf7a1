package io.weir.aggregator.internal.retention;

import io.weir.aggregator.AggregatorConfig;
import io.weir.aggregator.internal.TopicFollower;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsConfig;

/** Follows a federation's settings, rounds and ledger, and deletes round topics past the audit retention. */
public final class RoundTopicRemover implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Clock clock;
    private final Admin admin;
    private final ExpiredTopics expired;
    private final EndedRounds ended = new EndedRounds();
    private final TopicFollower follower;
    private FederationSettings settings;

    public RoundTopicRemover(
            AggregatorConfig config,
            Serde<SpecificRecord> serde,
            StreamThreads threads,
            RoundWindow window,
            Clock clock) {
        Topics topics = new Topics(config.federation());
        this.clock = clock;
        StreamsConfig streams = new StreamsConfig(config.streams());
        this.admin = Admin.create(streams.getAdminConfigs("weir-" + config.federation() + "-retention"));
        this.expired =
                new ExpiredTopics(topics, new KafkaTopicDeletion(admin), threads, window, config.retentionCheck());
        this.follower = new TopicFollower(
                "weir-" + config.federation() + "-retention",
                streams,
                config.federation(),
                serde,
                List.of(topics.control(), topics.rounds(), topics.ledger()),
                new TopicFollower.Pauses(config.retentionCheck(), config.retentionCheck()),
                this::check);
    }

    /** Starts to follow the federation. */
    public void start() {
        follower.start();
    }

    private void check(Consumer<String, SpecificRecord> consumer) throws InterruptedException, ExecutionException {
        follow(consumer);
        if (settings != null) {
            expired.check(ended, settings, clock.millis());
        }
    }

    /** Takes in what is there now. */
    private void follow(Consumer<String, SpecificRecord> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
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

    @Override
    public void close() {
        follower.close();
        admin.close(Duration.ofSeconds(5));
    }
}
