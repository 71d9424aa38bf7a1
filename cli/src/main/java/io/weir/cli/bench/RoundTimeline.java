package io.weir.cli.bench;

import io.weir.cli.federation.Connection;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.SliceMeasured;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * When a round's steps were taken, by the time stamps of the records that each step leaves: read after the round, so
 * that watching costs it nothing.
 */
final class RoundTimeline implements AutoCloseable {
    /**
     * Milliseconds since the round's updates could be read.
     *
     * @param reports the last slice's report went out
     * @param verdict the guard judged
     * @param sums the last slice's sum went out
     * @param step the publisher had the sums and began to write the version
     */
    record Steps(long reports, long verdict, long sums, long step) {}

    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<SpecificRecord> values;

    RoundTimeline(Connection connection, Topics topics) {
        this.topics = topics;
        this.values = WeirSerdes.deserializer(connection.clientProperties());
        this.consumer = TopicReading.consumer(connection);
        List<TopicPartition> partitions = Stream.of(
                        topics.statistics(), topics.verdicts(), topics.aggregates(), topics.models())
                .flatMap(topic -> consumer.partitionsFor(topic).stream().map(RoundTimeline::partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // Seeking is lazy: the end is that of now.
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    /**
     * What was written since the last call.
     *
     * @param startMs when the round's updates could be read
     */
    Steps next(long startMs) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        LongSummaryStatistics reports = new LongSummaryStatistics();
        LongSummaryStatistics verdicts = new LongSummaryStatistics();
        LongSummaryStatistics sums = new LongSummaryStatistics();
        LongSummaryStatistics written = new LongSummaryStatistics();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                long sinceMs = record.timestamp() - startMs;
                if (sinceMs < 0 || record.value() == null) {
                    continue;
                }
                if (record.topic().equals(topics.verdicts())) {
                    verdicts.accept(sinceMs);
                } else if (record.topic().equals(topics.aggregates())) {
                    sums.accept(sinceMs);
                } else if (record.topic().equals(topics.models())) {
                    written.accept(sinceMs);
                } else if (values.deserialize(record.topic(), record.value()) instanceof SliceMeasured) {
                    reports.accept(sinceMs);
                }
            }
        }
        return new Steps(reports.getMax(), verdicts.getMin(), sums.getMax(), written.getMin());
    }

    @Override
    public void close() {
        consumer.close();
        values.close();
    }
}
