package io.weir.client.secure;

import io.weir.wire.AccusationCode;
import java.util.Arrays;

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
     */
    record Unusable(AccusationCode code, String detail) implements MemberShare {}
}
