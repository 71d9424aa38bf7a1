package io.weir.aggregator.internal.slice;

import io.weir.wire.ReasonCode;
import io.weir.wire.SliceMeasured;

/** What a record of a round topic led to. */
public sealed interface SliceEvent {
    /** A participant's slice is whole, valid and committed. */
    record Measured(SliceMeasured report) implements SliceEvent {}

    /**
     * A record was refused.
     *
     * @param participant who is said to have sent it, or empty
     * @param proven whether a valid signature shows that the participant did
     */
    record Refused(String participant, ReasonCode reason, String detail, long offset, int sizeBytes, boolean proven)
            implements SliceEvent {
        /** A duplicate does no harm, so the guard need not know of it. */
        public boolean concernsGuard() {
            return proven || reason != ReasonCode.DUPLICATE;
        }
    }
}
