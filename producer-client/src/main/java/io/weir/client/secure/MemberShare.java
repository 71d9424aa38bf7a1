package io.weir.client.secure;

import io.weir.wire.AccusationCode;
import io.weir.wire.UpdateShares;
import java.util.Arrays;
import java.util.Optional;

/** What a committee member found in its envelope. */
public sealed interface MemberShare {
    /**
     * Its share of a participant's secret.
     *
     * @param words of the field
     */
    @SuppressWarnings("ArrayRecordComponent") // added up; never compared
    record Usable(long[] words) implements MemberShare, AutoCloseable {
        /** Overwrites it. */
        @Override
        public void close() {
            Arrays.fill(words, 0);
        }

        @Override
        public String toString() {
            return "Usable[words=" + words.length + "]";
        }
    }

    /**
     * Nothing that can be used.
     *
     * @param code what the participant is accused of
     * @param detail for people; nothing secret
     * @param found what the participant signed; empty if there was nothing
     */
    record Unusable(AccusationCode code, String detail, Optional<UpdateShares> found) implements MemberShare {}
}
