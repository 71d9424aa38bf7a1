package io.weir.publisher.internal;

import io.weir.publisher.LedgerSigner;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership in the publisher group: standby until the aggregates are assigned, active until they are revoked. After
 * any failure it is closed and a new one begins. Not thread-safe, but for {@link #wakeup}.
 */
public final class PublisherSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PublisherSession.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final PublisherConfig config;
    private final KafkaClients clients;
    private final PublisherListener listener;
    private final Optional<LedgerSigner> signer;
    private final Clock clock;
    private final TopicPartition aggregates;
    private final Consumer<String, SpecificRecord> consumer;
    private boolean assigned;
    private ActivePublisher active;

    /** Joins the group with the next {@link #step}. */
    public PublisherSession(
            PublisherConfig config,
            KafkaClients clients,
            PublisherListener listener,
            Optional<LedgerSigner> signer,
            Clock clock) {
        this.config = config;
        this.clients = clients;
        this.listener = listener;
        this.signer = signer;
        this.clock = clock;
        this.aggregates = new TopicPartition(config.topics().aggregates(), 0);
        this.consumer = clients.groupConsumer();
        consumer.subscribe(List.of(aggregates.topic()), new Assignment());
    }

    /** Whether this instance has the aggregates and its state. */
    public boolean isActive() {
        return active != null;
    }

    /**
     * Waits at most {@code timeout} for records, and does what they ask for.
     *
     * @throws org.apache.kafka.common.KafkaException if a client failed; see {@link Fault}
     */
    public void step(Duration timeout) {
        ConsumerRecords<String, SpecificRecord> records = consumer.poll(timeout);
        if (assigned && active == null) {
            active = ActivePublisher.activate(config, clients, listener, signer, clock);
        }
        // Paused until the newest version and the settings are known: no record comes before.
        if (active != null && consumer.paused().contains(aggregates) && begin()) {
            consumer.resume(List.of(aggregates));
        }
        for (ConsumerRecord<String, SpecificRecord> row : records) {
            active.accept(row, consumer.groupMetadata());
        }
    }

    private boolean begin() {
        return active.begin(
                Map.of(aggregates, new OffsetAndMetadata(consumer.position(aggregates))), consumer.groupMetadata());
    }

    /** Ends a wait in {@link #step} with a {@link org.apache.kafka.common.errors.WakeupException}; from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            Closing.close(consumer, CLOSE);
        } finally {
            drop();
        }
    }

    private void drop() {
        assigned = false;
        if (active != null) {
            ActivePublisher former = active;
            active = null;
            former.close();
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.contains(aggregates)) {
                assigned = true;
                consumer.pause(List.of(aggregates));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.contains(aggregates)) {
                log.atInfo().addKeyValue("federation", config.federation()).log("publisher became standby");
                drop();
            }
        }
    }
}
