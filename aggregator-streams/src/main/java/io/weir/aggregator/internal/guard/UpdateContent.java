package io.weir.aggregator.internal.guard;

import io.weir.wire.ChunkStatistics;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is known of a whole update's values.
 *
 * @param contentRoot Merkle root over its chunks' hashes; empty if an older aggregator's task reported it
 * @param chunks in their order
 */
record UpdateContent(String participant, ByteBuffer contentRoot, List<ChunkStatistics> chunks) {
    boolean isAllZero() {
        return chunks.stream().allMatch(chunk -> chunk.getSquaredNorm() == 0);
    }

    /** Whether every chunk holds one value only, zero included. */
    boolean isConstant() {
        return chunks.stream().allMatch(chunk -> chunk.getConstant() || chunk.getSquaredNorm() == 0);
    }

    /** Where its first chunk lies in partition 0; below 0 if an older aggregator's task reported it. */
    long firstOffset() {
        return chunks.get(0).getOffset();
    }
}
