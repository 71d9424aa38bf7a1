package io.weir.aggregator.internal.slice;

import io.weir.privacy.secure.HiddenRing;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.arrow.RingCodecs;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.util.Optional;

/** Checks a hidden chunk against its round and decodes its words. Of the values nothing can be told. */
final class HiddenChunkReader implements ChunkDecoder<long[]> {
    private final ChunkHeader header;
    private final HiddenRing ring;
    private final long[] words;

    HiddenChunkReader(RoundOpened opened, int partition, HiddenRing ring) {
        this.header = new ChunkHeader(opened, partition);
        this.ring = ring;
        this.words = ring.zero(new VectorChunks(opened.getParameterCount(), opened.getChunkParameters()).length(0));
    }

    @Override
    public Optional<Refusal> read(UpdateChunk chunk) {
        Optional<Refusal> refusal = header.check(chunk);
        if (refusal.isPresent()) {
            return refusal;
        }
        int length = ring.words(chunk.getLength());
        try {
            RingCodecs.decode(chunk.getCodec(), chunk.getPayload(), length, words);
        } catch (PayloadException e) {
            return Optional.of(
                    new Refusal(ReasonCode.MALFORMED_RECORD, "the payload does not decode: " + e.getMessage()));
        }
        return ring.holds(words, length)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        ReasonCode.MALFORMED_RECORD,
                        "chunk " + chunk.getChunkIndex() + " has a word outside of the ring of " + ring.backend()));
    }

    @Override
    public long[] values() {
        return words;
    }
}
