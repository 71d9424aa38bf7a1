package io.weir.aggregator.internal.slice;

import io.weir.wire.UpdateChunk;
import java.util.Optional;

/**
 * Checks chunks and decodes them.
 *
 * @param <V> what values are decoded to
 */
interface ChunkDecoder<V> {
    /** Empty if the chunk is sound: its values can then be read until the next call. */
    Optional<Refusal> read(UpdateChunk chunk);

    /** Overwritten by the next call of {@link #read}. */
    V values();
}
