package io.weir.client.update;

import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.UpdateShares;
import java.util.List;
import java.util.Optional;

/**
 * A signed update, ready to be sent.
 *
 * @param opened the round that it is for
 * @param chunks by chunk index
 * @param commit names the chunks; signed
 * @param shares what the committee gets, to be sent before the commit; empty if nothing is hidden
 */
public record EncodedUpdate(
        RoundOpened opened, List<UpdateChunk> chunks, UpdateCommit commit, Optional<UpdateShares> shares) {
    public EncodedUpdate {
        chunks = List.copyOf(chunks);
    }

    /** The partition of the round's topic that a chunk goes to. */
    public int partition(int chunkIndex) {
        return VectorChunks.partition(chunkIndex, opened.getPartitions());
    }

    /** The commit goes to partitions 0 to this, exclusive: to each one that holds a chunk. */
    public int commitPartitions() {
        return Math.min(opened.getPartitions(), chunks.size());
    }
}
