package io.weir.cli.federation;

import io.weir.schemas.serde.WeirSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic's committed records from its beginning to what is its end when reading starts. */
public final class TopicSnapshot {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);

    /** A record and where it lies. */
    public record Entry(String key, SpecificRecord value, int partition, long offset, long timestampMs) {}

    private TopicSnapshot() {}

    /**
     * Every record, partition by partition in offset order.
     *
     * @throws FederationException if no broker answers or the topic does not exist
     */
    public static List<Entry> read(Connection connection, String topic) {
        return readBetween(connection, topic, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * From the first record of each partition that is not older than {@code fromMs} to before the first that is younger
     * than {@code toMs}, by the records' own times.
     *
     * @throws FederationException if no broker answers or the topic does not exist
     */
    public static List<Entry> readBetween(Connection connection, String topic, long fromMs, long toMs) {
        Map<String, Object> config = connection.clientProperties();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        try (Deserializer<SpecificRecord> values = WeirSerdes.deserializer(config);
                KafkaConsumer<String, SpecificRecord> consumer =
                        new KafkaConsumer<>(config, new StringDeserializer(), values)) {
            return read(consumer, topic, fromMs, toMs);
        } catch (TimeoutException e) {
            throw connection.unreachable(e);
        } catch (KafkaException e) {
            throw new FederationException("cannot read topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private static List<Entry> read(
            KafkaConsumer<String, SpecificRecord> consumer, String topic, long fromMs, long toMs) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new FederationException("topic " + topic + " does not exist: check --federation and"
                    + " --bootstrap-server, or create the federation with `weir federation create`");
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        if (toMs < Long.MAX_VALUE) {
            first(consumer, partitions, toMs + 1)
                    .forEach((partition, offset) -> ends.merge(partition, offset, Math::min));
        }
        if (fromMs > 0) {
            Map<TopicPartition, Long> starts = first(consumer, partitions, fromMs);
            ends.forEach((partition, end) -> consumer.seek(partition, starts.getOrDefault(partition, end)));
        }
        List<Entry> entries = new ArrayList<>();
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            boolean any = false;
            for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(POLL)) {
                any = true;
                entries.add(new Entry(
                        record.key(), record.value(), record.partition(), record.offset(), record.timestamp()));
            }
            if (any) {
                deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
            } else if (System.nanoTime() > deadlineNs) {
                throw new TimeoutException("topic " + topic + " could not be read to its end");
            }
        }
        return entries;
    }

    /** Offsets of the first records that are not older; of partitions that have one. */
    private static Map<TopicPartition, Long> first(
            KafkaConsumer<String, SpecificRecord> consumer, List<TopicPartition> partitions, long timeMs) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, timeMs));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(wanted).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    /** The last record of every key, without those whose last is a tombstone; in order of first appearance. */
    public static Map<String, Entry> readCompacted(Connection connection, String topic) {
        Map<String, Entry> latest = new LinkedHashMap<>();
        for (Entry entry : read(connection, topic)) {
            if (entry.value() == null) {
                latest.remove(entry.key());
            } else {
                latest.put(entry.key(), entry);
            }
        }
        return latest;
    }
}
