package io.weir.cli.audit;

import io.weir.wire.CommitteeCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Topics in memory, whose records a test may change. */
final class MemoryAuditSource implements AuditSource {
    /** Where the changed record lies. */
    record Changed(String topic, int partition, long offset) {}

    private final Map<String, List<List<LogRecord>>> topics = new LinkedHashMap<>();
    private final Map<String, Long> firstEnds = new HashMap<>();
    private final Map<String, Long> beginnings = new HashMap<>();

    /** Copies topics, offsets included. */
    static MemoryAuditSource copy(AuditSource source, List<String> names) {
        MemoryAuditSource copy = new MemoryAuditSource();
        for (String name : names) {
            List<List<LogRecord>> partitions = new ArrayList<>();
            for (int p = 0; p < source.partitions(name); p++) {
                List<LogRecord> records = new ArrayList<>();
                source.read(name, p, source.beginningOffset(name, p), source.endOffset(name, p), records::add);
                partitions.add(records);
            }
            copy.topics.put(name, partitions);
        }
        return copy;
    }

    MemoryAuditSource copy() {
        MemoryAuditSource copy = new MemoryAuditSource();
        topics.forEach((name, partitions) -> copy.topics.put(
                name, partitions.stream().<List<LogRecord>>map(ArrayList::new).toList()));
        return copy;
    }

    void drop(String topic) {
        topics.remove(topic);
    }

    /** Takes away what lies before the first call of a round, as retention does. */
    void cutBefore(String topic, long round, Serde<SpecificRecord> serde) {
        List<LogRecord> records = topics.get(topic).get(0);
        long first = records.stream()
                .filter(record -> value(topic, CommitteeCall.class, record, serde)
                        .filter(call -> call.getRound() == round)
                        .isPresent())
                .findFirst()
                .orElseThrow()
                .offset();
        records.removeIf(record -> record.offset() < first);
        beginnings.put(topic, first);
    }

    /** The topic as it was before its last {@code count} records, when it is asked for its end the first time. */
    void growAfterTheFirstLook(String topic, int count) {
        List<LogRecord> records = topics.get(topic).get(0);
        firstEnds.put(topic, records.get(records.size() - count).offset());
    }

    /** Removes the records of a type for which {@code which} holds. */
    <T extends SpecificRecord> void remove(
            String topic, Class<T> type, Predicate<T> which, Serde<SpecificRecord> serde) {
        topics.get(topic)
                .forEach(records -> records.removeIf(record ->
                        value(topic, type, record, serde).filter(which).isPresent()));
    }

    private static <T extends SpecificRecord> Optional<T> value(
            String topic, Class<T> type, LogRecord record, Serde<SpecificRecord> serde) {
        return Optional.ofNullable(record.value())
                .map(bytes -> serde.deserializer().deserialize(topic, bytes))
                .filter(type::isInstance)
                .map(type::cast);
    }

    List<List<LogRecord>> of(String topic) {
        return topics.get(topic);
    }

    /** Changes the first record of a type for which {@code which} holds. */
    <T extends SpecificRecord> Changed change(
            String topic, Class<T> type, Predicate<T> which, UnaryOperator<T> change, Serde<SpecificRecord> serde) {
        for (int p = 0; p < topics.get(topic).size(); p++) {
            List<LogRecord> records = topics.get(topic).get(p);
            for (int i = 0; i < records.size(); i++) {
                LogRecord record = records.get(i);
                Optional<T> value = value(topic, type, record, serde).filter(which);
                if (value.isPresent()) {
                    byte[] changed = serde.serializer().serialize(topic, change.apply(value.get()));
                    records.set(i, new LogRecord(record.offset(), record.key(), changed));
                    return new Changed(topic, p, record.offset());
                }
            }
        }
        throw new IllegalStateException("topic " + topic + " has no such " + type.getSimpleName());
    }

    @Override
    public int partitions(String topic) {
        return topics.getOrDefault(topic, List.of()).size();
    }

    @Override
    public long beginningOffset(String topic, int partition) {
        return beginnings.getOrDefault(topic, 0L);
    }

    @Override
    public long endOffset(String topic, int partition) {
        Long first = firstEnds.remove(topic);
        if (first != null) {
            return first;
        }
        List<LogRecord> records = topics.get(topic).get(partition);
        return records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<LogRecord> sink) {
        topics.get(topic).get(partition).stream()
                .filter(record -> record.offset() >= from && record.offset() < to)
                .forEach(sink);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
