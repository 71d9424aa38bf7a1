package io.weir.aggregator.internal;

import io.weir.aggregator.LogReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the log with a consumer of its own that belongs to no group; opened when first needed. */
public final class KafkaLogReader implements LogReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> config;
    private final Duration timeout;
    private KafkaConsumer<String, byte[]> consumer;

    /**
     * A reader.
     *
     * @param kafka settings of a consumer; group and isolation are set here
     * @param timeout longest wait for the next record that must be there
     */
    public KafkaLogReader(Map<String, Object> kafka, Duration timeout) {
        this.config = new HashMap<>(kafka);
        this.timeout = timeout;
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // What is read is there already: a fetch past it must not hold the next seek up for Kafka's half second.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<LogRecord> sink) {
        if (from >= to) {
            return;
        }
        TopicPartition source = new TopicPartition(topic, partition);
        KafkaConsumer<String, byte[]> reader = consumer();
        reader.assign(List.of(source));
        reader.seek(source, from);
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (reader.position(source) < to) {
            boolean advanced = false;
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                if (record.offset() < to) {
                    sink.accept(new LogRecord(record.offset(), record.key(), record.value()));
                    advanced = true;
                }
            }
            if (advanced) {
                deadlineNs = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() > deadlineNs) {
                throw new LogReadException(
                        "records " + reader.position(source) + " to " + to + " of " + source
                                + " did not arrive within " + timeout.toMillis()
                                + " ms: check that the topic's retention exceeds a round and the brokers are healthy",
                        null);
            }
        }
    }

    @Override
    public long endOffset(String topic, int partition) {
        TopicPartition source = new TopicPartition(topic, partition);
        return consumer().endOffsets(List.of(source), timeout).get(source);
    }

    private KafkaConsumer<String, byte[]> consumer() {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
