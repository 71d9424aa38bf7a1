package io.weir.cli.audit;

import io.weir.schemas.digest.Digests;
import io.weir.wire.ModelChunk;
import java.nio.ByteBuffer;

/** A model chunk without its payload. */
record ChunkFacts(String federation, long version, int index, int count, ByteBuffer stated, ByteBuffer computed) {
    static ChunkFacts of(ModelChunk chunk) {
        return new ChunkFacts(
                chunk.getFederation(),
                chunk.getVersion(),
                chunk.getChunkIndex(),
                chunk.getChunkCount(),
                chunk.getSha256(),
                ByteBuffer.wrap(Digests.sha256(chunk.getPayload())));
    }
}
