package io.weir.cli.bench;

import io.weir.aggregator.LogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A round topic's records in memory, so that work on them is timed without reading them.
 *
 * @param partitions each from offset 0 on
 */
record HeldLog(List<List<LogRecord>> partitions) implements LogReader {
    /** Reads up to a round's cuts. */
    static HeldLog of(LogReader log, String topic, List<Long> cuts) {
        List<List<LogRecord>> partitions = new ArrayList<>();
        for (int partition = 0; partition < cuts.size(); partition++) {
            List<LogRecord> records = new ArrayList<>();
            log.read(topic, partition, 0, cuts.get(partition), records::add);
            partitions.add(List.copyOf(records));
        }
        return new HeldLog(List.copyOf(partitions));
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<LogRecord> sink) {
        partitions.get(partition).stream()
                .filter(record -> record.offset() >= from && record.offset() < to)
                .forEach(sink);
    }

    @Override
    public long endOffset(String topic, int partition) {
        List<LogRecord> records = partitions.get(partition);
        return records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
    }

    @Override
    public void close() {}
}
