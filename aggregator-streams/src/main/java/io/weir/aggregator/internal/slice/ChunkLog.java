package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.LogReader.LogRecord;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads accepted chunks of one partition again, checking that they are what they were.
 *
 * @param <V> what their values are decoded to
 */
final class ChunkLog<V> implements ChunkSource<V> {
    /** Records that are not wanted are read over rather than sought past, up to this many in a row. */
    private static final long GAP_RECORDS = 4;

    private final RoundOpened opened;
    private final int partition;
    private final Deserializer<SpecificRecord> deserializer;
    private final ChunkDecoder<V> reader;
    private final LogReader log;

    ChunkLog(
            RoundOpened opened,
            int partition,
            Deserializer<SpecificRecord> deserializer,
            ChunkDecoder<V> reader,
            LogReader log) {
        this.opened = opened;
        this.partition = partition;
        this.deserializer = deserializer;
        this.reader = reader;
        this.log = log;
    }

    /** By offset. */
    @Override
    public void read(Collection<HeldChunk> chunks, BiConsumer<HeldChunk, V> sink) {
        List<HeldChunk> sorted = new ArrayList<>(chunks);
        sorted.sort(Comparator.comparingLong(HeldChunk::offset));
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            boolean ends = i == sorted.size()
                    || sorted.get(i).offset() - sorted.get(i - 1).offset() > GAP_RECORDS;
            if (ends) {
                readRun(sorted.subList(start, i), sink);
                start = i;
            }
        }
    }

    private void readRun(List<HeldChunk> run, BiConsumer<HeldChunk, V> sink) {
        Map<Long, HeldChunk> byOffset = new HashMap<>();
        run.forEach(chunk -> byOffset.put(chunk.offset(), chunk));
        log.read(
                opened.getTopic(),
                partition,
                run.get(0).offset(),
                run.get(run.size() - 1).offset() + 1,
                record -> {
                    HeldChunk chunk = byOffset.get(record.offset());
                    if (chunk != null) {
                        sink.accept(chunk, valuesOf(chunk, record));
                    }
                });
    }

    private V valuesOf(HeldChunk chunk, LogRecord record) {
        SpecificRecord value = deserializer.deserialize(opened.getTopic(), record.value());
        if (!(value instanceof UpdateChunk again)
                || reader.read(again).isPresent()
                || !ByteBuffer.wrap(chunk.sha256()).equals(again.getSha256())) {
            throw new IllegalStateException("the chunk at " + opened.getTopic() + "-" + partition + "@" + chunk.offset()
                    + " changed since it was first read");
        }
        return reader.values();
    }
}
