package io.weir.aggregator.internal.slice;

import io.weir.guard.Combination;
import io.weir.schemas.arrow.FloatColumn;
import java.util.List;
import java.util.Map;

/** What a slice makes of its chunks' values while they arrive, and of the admitted ones at the end. */
interface SliceAccumulator extends AutoCloseable {
    /**
     * Takes in the first chunk that a participant sent for an index.
     *
     * @param values not to be used after the call
     */
    void arrived(HeldChunk chunk, FloatColumn values);

    /**
     * Combines exactly the wanted updates, reading again what is missing.
     *
     * @param combination the verdict's; it may differ from the one that was announced, by its parameters or in a replay
     * @param wanted in the order of the verdict
     * @param mixing the rows that a combination by ranks works on, one column an update; empty for the updates themselves
     * @return the sums by chunk index, one for each index of the slice
     */
    Map<Integer, long[]> settle(
            Combination combination, List<Wanted> wanted, List<double[]> mixing, ChunkSource<FloatColumn> log);

    /** Gives memory back. */
    @Override
    void close();
}
