package io.weir.client.internal;

import io.weir.client.ParticipantException;
import io.weir.client.ParticipantException.Category;
import io.weir.client.committee.CommitteeDuty;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the control, rounds and committee topics from their beginning, and goes on reading. The federation's settings are
 * read before anything else. A round is read before the committee's records of it, as it was written: when the committee
 * topic is ahead, the rounds topic is read to its end first.
 */
final class CommitteeFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Consumer<String, byte[]> consumer;
    private final Values values;
    private final Duration timeout;
    private final TopicPartition control;
    private final TopicPartition rounds;
    private final TopicPartition committee;

    /** Whether every round is read that was there when the committee's records at hand were written. */
    private boolean caughtUp;

    private boolean controlRead;

    /** The consumer is closed with this. */
    CommitteeFollower(Consumer<String, byte[]> consumer, Values values, Topics topics, Duration timeout) {
        this.consumer = consumer;
        this.values = values;
        this.timeout = timeout;
        this.control = new TopicPartition(topics.control(), 0);
        this.rounds = new TopicPartition(topics.rounds(), 0);
        this.committee = new TopicPartition(topics.committee(), 0);
    }

    /**
     * Finds the topics.
     *
     * @throws TimeoutException if no broker answers
     * @throws ParticipantException if a topic does not exist
     */
    void connect() {
        for (TopicPartition partition : partitions()) {
            List<PartitionInfo> found = consumer.partitionsFor(partition.topic(), timeout);
            if (found == null || found.isEmpty()) {
                throw new ParticipantException(
                        Category.UNKNOWN_FEDERATION,
                        "there is no topic " + partition.topic() + " for the committee: either the federation does not"
                                + " exist, or it was created by a version without secure aggregation");
            }
        }
        consumer.assign(partitions());
        consumer.seekToBeginning(partitions());
    }

    private List<TopicPartition> partitions() {
        return List.of(control, rounds, committee);
    }

    /** What is done with a record. */
    @FunctionalInterface
    interface Sink {
        void accept(SpecificRecord record);
    }

    /** Hands on what arrives within {@code wait}. What was not handed on, since something was thrown, is read again. */
    void poll(Duration wait, CommitteeDuty duty, Sink sink) {
        if (!controlRead) {
            readControl(sink);
        }
        ConsumerRecords<String, byte[]> records = consumer.poll(wait);
        caughtUp = false;
        Map<TopicPartition, Long> unread = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            unread.put(partition, records.records(partition).get(0).offset());
        }
        boolean whole = false;
        try {
            for (TopicPartition partition : List.of(control, rounds)) {
                for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
                    handOn(record, sink);
                    unread.put(partition, record.offset() + 1);
                }
            }
            for (ConsumerRecord<String, byte[]> record : records.records(committee)) {
                handOnCommittee(record, duty, sink, unread);
                unread.put(committee, record.offset() + 1);
            }
            whole = true;
        } finally {
            if (!whole) {
                unread.forEach(consumer::seek);
            }
        }
    }

    private void handOnCommittee(
            ConsumerRecord<String, byte[]> record, CommitteeDuty duty, Sink sink, Map<TopicPartition, Long> unread) {
        OptionalLong round = Keys.committeeRound(record.key());
        if (round.isEmpty()) {
            return;
        }
        if (round.getAsLong() > duty.newestRound() && !caughtUp) {
            catchUp(rounds, sink, unread);
            caughtUp = true;
        }
        if (duty.follows(round.getAsLong())) {
            handOn(record, sink);
        }
    }

    private void readControl(Sink sink) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        boolean whole = false;
        try {
            catchUp(control, sink, unread);
            whole = true;
        } finally {
            if (!whole) {
                unread.forEach(consumer::seek);
            }
        }
        controlRead = true;
    }

    /** Reads one topic to its end; of the others, nothing is lost. */
    private void catchUp(TopicPartition partition, Sink sink, Map<TopicPartition, Long> unread) {
        long end = consumer.endOffsets(List.of(partition), timeout).get(partition);
        long lastProgress = System.nanoTime();
        List<TopicPartition> others =
                partitions().stream().filter(other -> !other.equals(partition)).toList();
        consumer.pause(others);
        try {
            while (consumer.position(partition) < end) {
                long from = consumer.position(partition);
                unread.put(partition, from);
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handOn(record, sink);
                    unread.put(partition, record.offset() + 1);
                }
                if (consumer.position(partition) > from) {
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > timeout.toNanos()) {
                    throw new TimeoutException(
                            "nothing was read of " + partition.topic() + " for " + timeout.toMillis() + " ms");
                }
            }
        } finally {
            consumer.resume(others);
        }
    }

    private void handOn(ConsumerRecord<String, byte[]> record, Sink sink) {
        if (record.value() != null) {
            values.read(record).ifPresent(sink::accept);
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
    }
}
