package io.weir.aggregator.testkit;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.testkit.Federation.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A log in memory: what was appended can be read again. */
public final class MemoryLog implements LogReader {
    private final Map<String, List<LogRecord>> partitions = new HashMap<>();
    private long reads;

    public LogRecord append(String topic, Sent sent) {
        List<LogRecord> log = of(topic, sent.partition());
        LogRecord record = new LogRecord(log.size(), sent.key(), sent.value());
        log.add(record);
        return record;
    }

    public List<LogRecord> of(String topic, int partition) {
        return partitions.computeIfAbsent(topic + "-" + partition, name -> new ArrayList<>());
    }

    /** For another driver, which counts offsets from the beginning again. */
    public void clear() {
        partitions.clear();
    }

    /** How many records were read again. */
    public long reads() {
        return reads;
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<LogRecord> sink) {
        List<LogRecord> log = of(topic, partition);
        for (long offset = from; offset < to; offset++) {
            reads++;
            sink.accept(log.get((int) offset));
        }
    }

    @Override
    public long endOffset(String topic, int partition) {
        return of(topic, partition).size();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
