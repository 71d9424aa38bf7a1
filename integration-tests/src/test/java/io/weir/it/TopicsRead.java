package io.weir.it;

import io.weir.schemas.Topics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Remembers from which topics the consumers that it is configured for got records. */
public final class TopicsRead implements ConsumerInterceptor<Object, Object> {
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    /** The topics of one federation. */
    static Set<String> of(String federation) {
        String control = new Topics(federation).control();
        String prefix = control.substring(0, control.length() - "control".length());
        return SEEN.stream().filter(topic -> topic.startsWith(prefix)).collect(Collectors.toSet());
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        records.partitions().forEach(partition -> SEEN.add(partition.topic()));
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
