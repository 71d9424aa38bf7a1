package io.weir.privacy.secure;

import java.util.List;

/** What opens the sum of one group's agreed updates. */
public sealed interface GroupKeys {
    /** Nothing is hidden. */
    record OfPlain() implements GroupKeys {}

    /** Seeds of the own masks of the included, and of the pairs of which only one is included. */
    record OfMask(List<byte[]> own, List<Pair> pairs) implements GroupKeys {
        /** A pair's seed. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        public record Pair(String included, String dropped, byte[] seed) {}
    }

    /** The sum of the keys. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record OfRlwe(long[] words) implements GroupKeys {}
}
