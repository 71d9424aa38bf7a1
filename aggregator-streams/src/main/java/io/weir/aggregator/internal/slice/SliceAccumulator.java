package io.weir.aggregator.internal.slice;

import java.util.Map;

/** What a slice makes of its chunks' values while they arrive, and of the admitted ones at the end. */
interface SliceAccumulator extends AutoCloseable {
    /**
     * Takes in the first chunk that a participant sent for an index.
     *
     * @param values overwritten after the call
     */
    void arrived(HeldChunk chunk, float[] values);

    /**
     * Combines exactly the wanted chunks, reading again what is missing.
     *
     * @param wanted chunks and the factors in (0, 1] that multiply their values
     * @return the sums by chunk index, one for each index of the slice
     */
    Map<Integer, long[]> settle(Map<HeldChunk, Double> wanted, ChunkLog log);

    /** Gives memory back. */
    @Override
    void close();
}
