package io.weir.cli.bench;

import io.weir.cli.federation.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Plain consumers, and the baseline: how long one takes to read a topic. */
final class TopicReading {
    private static final int RECORD_MAX_BYTES = 16 * 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(200);

    private TopicReading() {}

    static KafkaConsumer<String, byte[]> consumer(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RECORD_MAX_BYTES);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Seconds that a bare consumer takes to read a topic from beginning to end, from its first poll on. */
    static double secondsToRead(Connection connection, String topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(connection)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            long startNs = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL);
            }
            return (System.nanoTime() - startNs) / 1e9;
        }
    }
}
