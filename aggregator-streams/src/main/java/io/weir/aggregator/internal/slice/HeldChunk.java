package io.weir.aggregator.internal.slice;

import io.weir.guard.Signs;
import io.weir.wire.ChunkStatistics;
import io.weir.wire.UpdateChunk;
import java.util.Arrays;

/** What is remembered of an accepted chunk: where it lies in the log, not its values. */
record HeldChunk(
        int chunkIndex, long offset, byte[] sha256, int weight, double squaredNorm, ValueTraits traits, Signs signs) {
    /** A chunk of whose values nothing can be told. */
    static HeldChunk unseen(UpdateChunk chunk, long offset, byte[] sha256) {
        return new HeldChunk(
                chunk.getChunkIndex(), offset, sha256, chunk.getWeight(), 0, ValueTraits.HIDDEN, Signs.NONE);
    }

    boolean isNamedBy(byte[] hash) {
        return Arrays.equals(sha256, hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldChunk that && offset == that.offset;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset);
    }

    /** What the guard is told of it. */
    ChunkStatistics statistics() {
        return new ChunkStatistics(
                chunkIndex,
                squaredNorm,
                traits.constant(),
                traits.entropyBits(),
                Math.toIntExact(signs.positive()),
                Math.toIntExact(signs.negative()),
                offset);
    }
}
