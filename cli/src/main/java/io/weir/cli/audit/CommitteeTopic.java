package io.weir.cli.audit;

import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.audit.CommitteeFault;
import io.weir.aggregator.audit.CommitteeLog;
import io.weir.client.secure.AggregatorKeys;
import io.weir.schemas.digest.Digests;
import io.weir.wire.CommitteeCall;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What lies in the committee topic, by round. Every participant may write there, so that a record that is none, or nobody's, is no
 * finding by itself.
 */
final class CommitteeTopic {
    private static final int PARTITION = 0;

    /** Offsets between which a round's records lie. */
    private record Range(long from, long to) {
        Range with(long offset) {
            return new Range(Math.min(from, offset), Math.max(to, offset + 1));
        }
    }

    private final FederationRecords records;
    private final AuditSource source;
    private final Deserializer<SpecificRecord> deserializer;
    private final AggregatorKeys keys;
    private final String topic;
    private final Map<Long, Range> ranges = new HashMap<>();
    private long firstCalledRound = Long.MAX_VALUE;
    private boolean scanned;

    CommitteeTopic(
            FederationRecords records,
            AuditSource source,
            Deserializer<SpecificRecord> deserializer,
            AggregatorKeys keys) {
        this.records = records;
        this.source = source;
        this.deserializer = deserializer;
        this.keys = keys;
        this.topic = records.topics().committee();
    }

    /** A round's records; empty if not all of them are retained. */
    Optional<CommitteeLog> of(RoundOpened opened) {
        if (source.partitions(topic) == 0) {
            return Optional.empty();
        }
        if (!scanned) {
            scan();
            scanned = true;
        }
        // A topic whose beginning is gone holds all of the rounds after the first one that it has a call of.
        boolean whole = source.beginningOffset(topic, PARTITION) == 0 || opened.getRound() > firstCalledRound;
        return whole
                ? Optional.of(new CommitteeLog(entries(opened.getRound()), call -> isSigned(call, opened)))
                : Optional.empty();
    }

    private boolean isSigned(CommitteeCall call, RoundOpened opened) {
        return keys.signed(call, Digests.configDigest(opened));
    }

    private void scan() {
        long begin = source.beginningOffset(topic, PARTITION);
        source.read(topic, PARTITION, begin, source.endOffset(topic, PARTITION), record -> decoded(record)
                .ifPresent(value -> round(value).ifPresent(round -> {
                    ranges.merge(
                            round,
                            new Range(record.offset(), record.offset() + 1),
                            (range, one) -> range.with(one.from()));
                    if (value instanceof CommitteeCall call && isOfASeal(call)) {
                        firstCalledRound = Math.min(firstCalledRound, round);
                    }
                })));
    }

    private boolean isOfASeal(CommitteeCall call) {
        Optional<RoundSealed> sealed = records.sealed(call.getRound()).map(Located::value);
        return sealed.isPresent() && isSigned(call, sealed.get().getOpened());
    }

    private List<CommitteeLog.Entry> entries(long round) {
        List<CommitteeLog.Entry> entries = new ArrayList<>();
        Range range = ranges.getOrDefault(round, new Range(0, 0));
        source.read(topic, PARTITION, range.from(), range.to(), record -> decoded(record)
                .filter(value -> round(value).equals(OptionalLong.of(round)))
                .ifPresent(value -> entries.add(new CommitteeLog.Entry(record.offset(), value))));
        return entries;
    }

    private Optional<SpecificRecord> decoded(LogRecord record) {
        try {
            return Optional.ofNullable(record.value()).map(bytes -> deserializer.deserialize(topic, bytes));
        } catch (SerializationException e) {
            return Optional.empty(); // The guard leaves it out as well.
        }
    }

    private static OptionalLong round(SpecificRecord record) {
        Schema.Field field = record.getSchema().getField("round");
        return field == null ? OptionalLong.empty() : OptionalLong.of((long) record.get(field.pos()));
    }

    /** Faults as findings: of records here, or of the verdict. */
    List<Finding> findings(List<CommitteeFault> faults, Located<Verdict> verdict) {
        return faults.stream()
                .map(fault -> fault.offset().isPresent()
                        ? new Finding(topic, PARTITION, fault.offset().getAsLong(), fault.what())
                        : verdict.finding(fault.what()))
                .toList();
    }
}
