package io.weir.client.internal;

import io.weir.client.ParticipantException;
import io.weir.client.ParticipantException.Category;
import io.weir.schemas.Topics;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Reads a federation's control, rounds, models and budget topics from their beginning, and goes on reading. */
final class FederationFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Consumer<String, byte[]> consumer;
    private final Values values;
    private final Topics topics;
    private final FederationView view;
    private final ModelAssembly models;
    private final BudgetBook budgets;
    private final Clock clock;
    private final List<TopicPartition> partitions;

    /** The consumer is closed with this. */
    FederationFollower(
            Consumer<String, byte[]> consumer,
            Values values,
            Topics topics,
            FederationView view,
            ModelAssembly models,
            BudgetBook budgets,
            Clock clock) {
        this.consumer = consumer;
        this.values = values;
        this.topics = topics;
        this.view = view;
        this.models = models;
        this.budgets = budgets;
        this.clock = clock;
        this.partitions = new ArrayList<>(List.of(
                new TopicPartition(topics.control(), 0),
                new TopicPartition(topics.rounds(), 0),
                new TopicPartition(topics.models(), 0)));
    }

    /**
     * Finds the topics.
     *
     * @throws TimeoutException if no broker answers
     * @throws ParticipantException if the federation does not exist
     */
    void connect(Duration timeout) {
        for (TopicPartition partition : partitions) {
            if (isMissing(partition.topic(), timeout)) {
                throw new ParticipantException(
                        Category.UNKNOWN_FEDERATION,
                        "federation '" + topics.federation() + "' does not exist on this cluster (there is no topic "
                                + partition.topic() + "): create it with `weir federation create`");
            }
        }
        if (!isOutOfReach(topics.budget(), timeout)) {
            partitions.add(new TopicPartition(topics.budget(), 0));
            budgets.follow();
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** A federation of an older Weir has no such topic, and one without a budget needs no rights on it. */
    private boolean isOutOfReach(String topic, Duration timeout) {
        try {
            return isMissing(topic, timeout);
        } catch (TopicAuthorizationException e) {
            return true;
        }
    }

    private boolean isMissing(String topic, Duration timeout) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, timeout);
        return found == null || found.isEmpty();
    }

    /**
     * Reads until nothing is left of what was there when it was called. Asks the broker where the end is, and a broker
     * answers a connection's requests in turn: once reading goes on, the answer waits for the fetch that is under way,
     * which may last {@code fetch.max.wait.ms}. {@link #drain} does not ask.
     *
     * @throws TimeoutException if nothing more arrives for {@code timeout} before the end is reached
     */
    void catchUp(Duration timeout) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        long lastProgress = System.nanoTime();
        while (!reached(ends)) {
            if (poll(POLL)) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > timeout.toNanos()) {
                throw new TimeoutException("nothing was read for " + timeout.toMillis() + " ms");
            }
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /**
     * Reads what arrives within {@code timeout}, and then whatever else the broker has said is there.
     *
     * @return whether anything has been read
     */
    boolean drain(Duration timeout) {
        boolean any = poll(timeout);
        boolean more = any;
        while (more && lags()) {
            more = poll(POLL);
        }
        return any;
    }

    /** By what the broker said last; asks nothing. */
    private boolean lags() {
        return partitions.stream()
                .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
    }

    /**
     * Reads what arrives within {@code timeout}.
     *
     * @return whether anything has been read
     */
    private boolean poll(Duration timeout) {
        ConsumerRecords<String, byte[]> records = consumer.poll(timeout);
        Map<TopicPartition, Long> unread = new HashMap<>();
        records.partitions()
                .forEach(partition ->
                        unread.put(partition, records.records(partition).get(0).offset()));
        boolean whole = false;
        try {
            for (ConsumerRecord<String, byte[]> record : records) {
                apply(record);
                unread.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            whole = true;
        } finally {
            if (!whole) {
                // The registry did not answer: what is left is read again, once it does.
                unread.forEach(consumer::seek);
            }
        }
        return !records.isEmpty();
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        boolean deleted = record.value() == null;
        Optional<SpecificRecord> value = deleted ? Optional.empty() : values.read(record);
        if (!deleted && value.isEmpty()) {
            return;
        }
        if (record.topic().equals(topics.budget())) {
            value.ifPresent(budgets::apply);
        } else if (!record.topic().equals(topics.models())) {
            view.apply(record.key(), value, clock.millis());
        } else if (!deleted && value.get() instanceof ModelChunk chunk) {
            models.add(chunk);
        } else if (!deleted && value.get() instanceof ModelHead head) {
            models.add(head);
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
    }
}
