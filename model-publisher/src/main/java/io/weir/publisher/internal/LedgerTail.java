package io.weir.publisher.internal;

import io.weir.publisher.CorruptModelException;
import io.weir.wire.LedgerRecord;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds the ledger's last record without reading the ledger whole. */
public final class LedgerTail {
    /** More offsets than the markers of a few aborted transactions take. */
    private static final long WINDOW = 64;

    private static final long GROWTH = 16;

    private LedgerTail() {}

    /** Reads backwards in growing windows, since the last offsets may be transaction markers. */
    static Optional<LedgerRecord> last(TopicTail ledger) {
        long beginning = ledger.beginning();
        long end = ledger.end();
        AtomicReference<LedgerRecord> last = new AtomicReference<>();
        for (long window = WINDOW; ; window *= GROWTH) {
            long from = Math.max(beginning, end - window);
            ledger.seek(from);
            ledger.catchUp(row -> last.set(record(row)));
            if (last.get() != null || from == beginning) {
                return Optional.ofNullable(last.get());
            }
        }
    }

    /** The ledger record in {@code row}. */
    public static LedgerRecord record(ConsumerRecord<String, SpecificRecord> row) {
        if (row.value() instanceof LedgerRecord found) {
            return found;
        }
        throw new CorruptModelException(
                "topic '" + row.topic() + "', offset " + row.offset() + ": the record is not a ledger record");
    }
}
