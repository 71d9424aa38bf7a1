package io.weir.aggregator.internal.guard;

import io.weir.wire.CloseAck;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.OpenedShares;
import io.weir.wire.ShareCheck;
import org.apache.avro.specific.SpecificRecord;

/** What records of committee members have in common. */
final class CommitteeRecords {
    private CommitteeRecords() {}

    /** The member that a record names; empty if it is none of a member's. */
    static String member(SpecificRecord record) {
        if (record instanceof ShareCheck check) {
            return check.getMember();
        }
        if (record instanceof CloseAck ack) {
            return ack.getMember();
        }
        if (record instanceof OpenedShares shares) {
            return shares.getMember();
        }
        return record instanceof CommitteeRefusal refusal ? refusal.getMember() : "";
    }

    static long round(SpecificRecord record) {
        return record.getSchema().getField("round") == null
                ? -1
                : (long) record.get(record.getSchema().getField("round").pos());
    }

    /** Tells a member's records of one round apart. */
    static String kind(SpecificRecord record) {
        if (record instanceof CloseAck ack) {
            return "ack" + ack.getGroup();
        }
        if (record instanceof OpenedShares shares) {
            return "opened" + shares.getGroup();
        }
        return record instanceof ShareCheck ? "check" : "refusal";
    }
}
