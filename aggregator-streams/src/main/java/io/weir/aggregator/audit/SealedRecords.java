package io.weir.aggregator.audit;

import io.weir.wire.SealedUpdate;
import java.util.List;

/**
 * What anybody can tell of a round whose updates are sealed: headers, hashes and signatures, no values.
 *
 * @param updates that are whole below the cuts, by participant; aggregators may have refused some for what they hold
 * @param refused records that count for nothing, whatever they hold
 */
public record SealedRecords(List<SealedUpdate> updates, List<RefusedRecord> refused) {
    public SealedRecords {
        updates = List.copyOf(updates);
        refused = List.copyOf(refused);
    }
}
