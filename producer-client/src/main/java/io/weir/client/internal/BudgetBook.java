package io.weir.client.internal;

import io.weir.client.budget.BudgetRecords;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.wire.BudgetRecord;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What this participant has spent: the newest record with its own signature. It never goes back to an older one. */
final class BudgetBook {
    private final String federation;
    private final ParticipantIdentity identity;
    private Optional<BudgetRecord> newest = Optional.empty();
    private boolean followed;

    BudgetBook(String federation, ParticipantIdentity identity) {
        this.federation = federation;
        this.identity = identity;
    }

    /** The topic is there and is read from now on. */
    void follow() {
        followed = true;
    }

    boolean isFollowed() {
        return followed;
    }

    /** Takes over a record of the budget topic if it is this participant's, and newer. */
    void apply(SpecificRecord value) {
        if (value instanceof BudgetRecord record
                && record.getFederation().equals(federation)
                && record.getParticipant().equals(identity.name())
                && newest.map(known -> known.getSequence() < record.getSequence())
                        .orElse(true)
                && BudgetRecords.isSigned(record, identity.publicKey())) {
            newest = Optional.of(record);
        }
    }

    Optional<BudgetRecord> newest() {
        return newest;
    }
}
