package io.weir.aggregator.internal.slice;

import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * Where the values of accepted chunks are to be had again.
 *
 * @param <V> what their values are decoded to
 */
interface ChunkSource<V> {
    /**
     * Passes each chunk and its values to {@code sink}, in any order.
     *
     * @param sink must not keep the values, which the next chunk overwrites
     */
    void read(Collection<HeldChunk> chunks, BiConsumer<HeldChunk, V> sink);
}
