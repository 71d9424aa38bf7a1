package io.weir.aggregator.audit;

import io.weir.wire.CommitteeCall;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * What lies in the committee topic of one round.
 *
 * @param records in the topic's order; those of other rounds do not matter
 * @param signed whether an aggregator signed a call
 */
public record CommitteeLog(List<Entry> records, Predicate<CommitteeCall> signed) {
    /** A record and where it lies. */
    public record Entry(long offset, SpecificRecord record) {}

    public CommitteeLog {
        records = List.copyOf(records);
    }
}
