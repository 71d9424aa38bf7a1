package io.weir.aggregator.audit;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.internal.slice.RoundSlice;
import io.weir.aggregator.internal.slice.SliceEvent;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Measures;
import io.weir.schemas.Keys;
import io.weir.wire.GroupOpening;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** One partition of a round, absorbed again, and what it reported. */
final class RoundPartition implements ComputedSlice {
    private final RoundOpened opened;
    private final int partition;
    private final RoundSlice slice;
    private final List<SpecificRecord> reports = new ArrayList<>();
    private final List<RefusedRecord> refused = new ArrayList<>();

    /** @param announced the same round, with the partitions that its records lie in */
    RoundPartition(
            RoundOpened opened, RoundOpened announced, int partition, Deserializer<SpecificRecord> deserializer) {
        this.opened = opened;
        this.partition = partition;
        this.slice = new RoundSlice(opened, announced, partition, deserializer);
    }

    /** Reads the partition up to its cut. */
    static RoundPartition read(
            RoundOpened opened,
            int partition,
            long cut,
            Set<String> without,
            Deserializer<SpecificRecord> deserializer,
            LogReader log) {
        RoundPartition read = new RoundPartition(opened, opened, partition, deserializer);
        Consumer<LogRecord> sink = without.isEmpty()
                ? read::absorb
                : record -> {
                    if (!without.contains(sender(opened.getTopic(), record, deserializer))) {
                        read.absorb(record);
                    }
                };
        log.read(opened.getTopic(), partition, 0, cut, sink);
        return read;
    }

    /** Who a record is said to come from: what it says itself, or its key if it cannot be read; may be empty. */
    private static String sender(String topic, LogRecord record, Deserializer<SpecificRecord> deserializer) {
        try {
            SpecificRecord value = deserializer.deserialize(topic, record.value());
            if (value instanceof UpdateChunk chunk) {
                return chunk.getParticipant();
            }
            if (value instanceof UpdateCommit commit) {
                return commit.getParticipant();
            }
        } catch (SerializationException e) {
            return Keys.claimedParticipant(record.key()).orElse("");
        }
        return Keys.claimedParticipant(record.key()).orElse("");
    }

    void absorb(LogRecord record) {
        for (SliceEvent event : slice.absorb(record)) {
            if (event instanceof SliceEvent.Measured measured) {
                reports.add(measured.report());
            } else if (event instanceof SliceEvent.Refused refusal) {
                refused.add(new RefusedRecord(
                        partition,
                        refusal.offset(),
                        refusal.participant(),
                        refusal.reason(),
                        refusal.detail(),
                        refusal.proven()));
                if (refusal.concernsGuard()) {
                    reports.add(refusal.report(opened, partition));
                }
            }
        }
    }

    /** {@link SliceMeasured} and {@link SliceRefused}, in the order of the records that led to them. */
    List<SpecificRecord> reports() {
        return reports;
    }

    List<RefusedRecord> refused() {
        return refused;
    }

    @Override
    public Map<Integer, double[]> products(List<String> participants, Measures measures, LogReader log) {
        return slice.products(participants, measures, log);
    }

    @Override
    public Map<Integer, double[]> openedProducts(
            List<GroupOpening> openings, List<CoordinateSample> samples, LogReader log) {
        return slice.openedProducts(openings, samples, log);
    }

    @Override
    public Map<Integer, long[]> settle(Verdict verdict, LogReader log) {
        return slice.settle(verdict, log);
    }
}
