package io.weir.aggregator.internal.slice;

import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import java.util.Map;

/** What a record of a round topic led to. */
public sealed interface SliceEvent {
    /** A participant's slice is whole, valid and committed. */
    record Measured(SliceMeasured report) implements SliceEvent {}

    /**
     * A record was refused.
     *
     * @param participant who is said to have sent it, or empty
     * @param evidence the numbers behind the detail, by name
     * @param proven whether a valid signature shows that the participant did
     */
    record Refused(
            String participant,
            ReasonCode reason,
            String detail,
            Map<String, Double> evidence,
            long offset,
            int sizeBytes,
            boolean proven)
            implements SliceEvent {
        /** What the guard is told of it. */
        public SliceRefused report(RoundOpened opened, int partition) {
            return new SliceRefused(
                    opened.getFederation(),
                    opened.getRound(),
                    partition,
                    participant,
                    reason,
                    detail,
                    offset,
                    proven,
                    evidence);
        }

        /** A duplicate does no harm, so the guard need not know of it. */
        public boolean concernsGuard() {
            return proven || reason != ReasonCode.DUPLICATE;
        }
    }
}
