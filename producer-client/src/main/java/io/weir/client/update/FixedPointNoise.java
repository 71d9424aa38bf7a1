package io.weir.client.update;

import io.weir.wire.RoundOpened;

/** Added to the whole numbers of an update before it is hidden, for differential privacy. */
@FunctionalInterface
public interface FixedPointNoise {
    /** Adds nothing. */
    FixedPointNoise NONE = (opened, values) -> {};

    /**
     * Adds noise in place. Sums that no longer fit into the round's bits are then moved to the nearest value that does.
     *
     * @param opened whose {@code scaleBits} the values have
     * @param values of one chunk
     */
    void add(RoundOpened opened, long[] values);
}
