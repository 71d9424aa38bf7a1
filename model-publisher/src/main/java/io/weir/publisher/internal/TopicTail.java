package io.weir.publisher.internal;

import io.weir.publisher.ClusterUnreachableException;
import io.weir.publisher.FederationNotFoundException;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherException;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a topic of one partition from a position to its end, and then what is added. Not thread-safe. */
public final class TopicTail implements AutoCloseable {
    /** Longest time without a record while records are known to be there. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** Takes the records of the topic, in their order. */
    public interface Handler {
        /** Takes one record. */
        void accept(ConsumerRecord<String, SpecificRecord> row);
    }

    private final String bootstrapServers;
    private final Consumer<String, SpecificRecord> consumer;
    private final TopicPartition partition;

    private TopicTail(String bootstrapServers, Consumer<String, SpecificRecord> consumer, TopicPartition partition) {
        this.bootstrapServers = bootstrapServers;
        this.consumer = consumer;
        this.partition = partition;
    }

    /**
     * Begins at the topic's first record.
     *
     * @throws FederationNotFoundException if there is no such topic
     * @throws ClusterUnreachableException if no broker answers in time
     */
    public static TopicTail open(KafkaClients clients, PublisherConfig config, String topic) {
        Consumer<String, SpecificRecord> consumer = clients.reader();
        try {
            requireTopic(consumer, config, topic);
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return new TopicTail(config.bootstrapServers(), consumer, partition);
        } catch (RuntimeException e) {
            Closing.quietly(() -> Closing.close(consumer, CLOSE), e);
            throw e;
        }
    }

    /** Checks that the topic exists and has one partition. */
    static void requireTopic(Consumer<?, ?> consumer, PublisherConfig config, String topic) {
        List<PartitionInfo> partitions;
        try {
            partitions = consumer.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw new ClusterUnreachableException(config.bootstrapServers(), e.getMessage(), e);
        }
        if (partitions == null || partitions.isEmpty()) {
            throw new FederationNotFoundException(config.federation(), topic);
        }
        if (partitions.size() != 1) {
            throw new PublisherException("topic '" + topic + "' has " + partitions.size()
                    + " partitions and must have 1: create the federation with `weir federation create`");
        }
    }

    /**
     * Reads up to the end that the topic has now; records of open transactions lie beyond it.
     *
     * @throws ClusterUnreachableException if no broker answers, or gives no record for a while
     */
    public void catchUp(Handler handler) {
        try {
            readToEnd(handler);
        } catch (TimeoutException e) {
            throw new ClusterUnreachableException(bootstrapServers, e.getMessage(), e);
        }
    }

    private void readToEnd(Handler handler) {
        long end = end();
        long position = consumer.position(partition);
        long stalledAtNanos = System.nanoTime() + STALL_LIMIT.toNanos();
        while (position < end) {
            poll(POLL, handler);
            long now = consumer.position(partition);
            if (now > position) {
                position = now;
                stalledAtNanos = System.nanoTime() + STALL_LIMIT.toNanos();
            } else if (System.nanoTime() - stalledAtNanos > 0) {
                throw new TimeoutException("topic '" + partition.topic() + "' gave no record for "
                        + STALL_LIMIT.toSeconds() + " s at offset " + position + ", its end is " + end);
            }
        }
    }

    /** Waits at most {@code timeout} for new records. */
    public void poll(Duration timeout, Handler handler) {
        consumer.poll(timeout).records(partition).forEach(handler::accept);
    }

    /** The first offset. */
    public long beginning() {
        return consumer.beginningOffsets(List.of(partition)).get(partition);
    }

    /** The offset after the last record that is committed. */
    public long end() {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** Goes on at {@code offset}. */
    public void seek(long offset) {
        consumer.seek(partition, offset);
    }

    @Override
    public void close() {
        Closing.close(consumer, CLOSE);
    }
}
