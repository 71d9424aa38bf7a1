package io.weir.cli.audit;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A federation's topics on its brokers; committed records only. */
public final class KafkaAuditSource implements AuditSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_WAIT_MS = 10;

    private final Connection connection;
    private final KafkaConsumer<String, byte[]> consumer;

    /** Connects with the first call. */
    public KafkaAuditSource(Connection connection) {
        this.connection = connection;
        Map<String, Object> config = connection.clientProperties();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // A fetch that waits at one partition's end would hold up the next one.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public int partitions(String topic) {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            return found == null ? 0 : found.size();
        } catch (TimeoutException e) {
            throw unreachable(e);
        }
    }

    @Override
    public long beginningOffset(String topic, int partition) {
        TopicPartition source = new TopicPartition(topic, partition);
        return consumer.beginningOffsets(List.of(source)).get(source);
    }

    @Override
    public long endOffset(String topic, int partition) {
        TopicPartition source = new TopicPartition(topic, partition);
        return consumer.endOffsets(List.of(source)).get(source);
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<LogRecord> sink) {
        if (from >= to) {
            return;
        }
        TopicPartition source = new TopicPartition(topic, partition);
        consumer.assign(List.of(source));
        consumer.seek(source, from);
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(source) < to) {
            long before = consumer.position(source);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < to) {
                    sink.accept(new LogRecord(record.offset(), record.key(), record.value()));
                }
            }
            if (consumer.position(source) > before) {
                deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
            } else if (System.nanoTime() > deadlineNs) {
                throw unreachable(new TimeoutException(
                        "offsets " + before + " to " + to + " of " + source + " could not be read"));
            }
        }
    }

    private FederationException unreachable(TimeoutException cause) {
        return new FederationException(
                "no Kafka broker at " + connection.bootstrapServers() + " gave an answer in time: "
                        + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
