package io.weir.aggregator.audit;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.LogReader.LogRecord;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Measures;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.GroupOpening;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A partition that never was: the chunks that would have gone to it if the round's topic had another number of
 * partitions, then the commits of the updates that are whole. Records keep their bytes and get offsets of their own.
 */
final class DealtPartition implements ComputedSlice {
    /** Where a dealt record lies in the real topic. */
    private record Source(int partition, long offset) {}

    private final RoundOpened real;
    private final int partition;
    private final int partitions;
    private final Deserializer<SpecificRecord> deserializer;
    private final RoundPartition target;
    private final List<Source> sources = new ArrayList<>();

    private DealtPartition(
            RoundOpened real, RoundOpened dealt, int partition, Deserializer<SpecificRecord> deserializer) {
        this.real = real;
        this.partition = partition;
        this.partitions = dealt.getPartitions();
        this.deserializer = deserializer;
        this.target = new RoundPartition(dealt, real, partition, deserializer);
    }

    /**
     * Deals one partition.
     *
     * @param cuts of the real topic
     * @param commitOffsets where each whole update's commit lies in the real topic's partition 0
     */
    static DealtPartition deal(
            RoundOpened real,
            RoundOpened dealt,
            int partition,
            List<Long> cuts,
            Map<String, Long> commitOffsets,
            Deserializer<SpecificRecord> deserializer,
            LogReader log) {
        DealtPartition result = new DealtPartition(real, dealt, partition, deserializer);
        for (int source = 0; source < real.getPartitions(); source++) {
            if (result.takesFrom(source)) {
                int from = source;
                log.read(real.getTopic(), source, 0, cuts.get(source), record -> {
                    if (result.isMine(from, record, commitOffsets)) {
                        result.take(from, record);
                    }
                });
            }
        }
        int used = new VectorChunks(dealt.getParameterCount(), dealt.getChunkParameters())
                .partitionsUsed(dealt.getPartitions());
        if (partition < used) {
            commitOffsets.values().stream()
                    .sorted()
                    .forEach(offset ->
                            log.read(real.getTopic(), 0, offset, offset + 1, record -> result.take(0, record)));
        }
        return result;
    }

    private boolean takesFrom(int source) {
        for (int chunk = source; chunk < real.getChunkCount(); chunk += real.getPartitions()) {
            if (VectorChunks.partition(chunk, partitions) == partition) {
                return true;
            }
        }
        return false;
    }

    private boolean isMine(int source, LogRecord record, Map<String, Long> whole) {
        try {
            return deserializer.deserialize(real.getTopic(), record.value()) instanceof UpdateChunk chunk
                    && whole.containsKey(chunk.getParticipant())
                    && chunk.getChunkIndex() >= 0
                    && chunk.getChunkIndex() < real.getChunkCount()
                    && VectorChunks.partition(chunk.getChunkIndex(), real.getPartitions()) == source
                    && VectorChunks.partition(chunk.getChunkIndex(), partitions) == partition;
        } catch (SerializationException e) {
            return false; // Refused where it lies; nobody's update holds it.
        }
    }

    private void take(int source, LogRecord record) {
        target.absorb(new LogRecord(sources.size(), record.key(), record.value()));
        sources.add(new Source(source, record.offset()));
    }

    List<SpecificRecord> reports() {
        return target.reports();
    }

    @Override
    public Map<Integer, double[]> products(List<String> participants, Measures measures, LogReader log) {
        return target.products(participants, measures, new Reader(log));
    }

    @Override
    public Map<Integer, double[]> openedProducts(
            List<GroupOpening> openings, List<CoordinateSample> samples, LogReader log) {
        return target.openedProducts(openings, samples, new Reader(log));
    }

    @Override
    public Map<Integer, long[]> settle(Verdict verdict, LogReader log) {
        return target.settle(verdict, new Reader(log));
    }

    /** Reads dealt records from where they really lie. */
    private final class Reader implements LogReader {
        private final LogReader log;

        Reader(LogReader log) {
            this.log = log;
        }

        @Override
        public void read(String topic, int ignored, long from, long to, Consumer<LogRecord> sink) {
            for (long offset = from; offset < to; offset++) {
                Source source = sources.get(Math.toIntExact(offset));
                long dealt = offset;
                log.read(
                        topic,
                        source.partition(),
                        source.offset(),
                        source.offset() + 1,
                        record -> sink.accept(new LogRecord(dealt, record.key(), record.value())));
            }
        }

        @Override
        public long endOffset(String topic, int ignored) {
            return sources.size();
        }

        @Override
        public void close() {
            // The caller's reader is the caller's to close.
        }
    }
}
