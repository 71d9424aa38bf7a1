package io.weir.aggregator.internal.slice;

import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.FloatColumn;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Checks a chunk against its round. Its values are read where they lie in the record, which must stay as it is until the next call. */
final class ChunkReader implements ChunkDecoder<FloatColumn> {
    /** Norms are compared with this much room, for a participant computes its norm in another order. */
    static final double NORM_TOLERANCE = 1 + 1e-6;

    private final RoundOpened opened;
    private final ChunkHeader header;
    private final VectorChunks layout;
    private final Optional<SealedChunks> seals;
    private FloatColumn values = FloatColumn.of(new float[0], 0);
    private double squaredNorm;

    /** @param opener of payloads, if the round's updates are sealed */
    ChunkReader(RoundOpened opened, int partition, Optional<UpdateOpener> opener) {
        this.seals = opener.map(opens -> new SealedChunks(opened, opens));
        this.opened = opened;
        this.header = new ChunkHeader(opened, partition);
        this.layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
    }

    /** Empty if the chunk is sound: its values and squared norm can then be read here until the next call. */
    @Override
    public Optional<Refusal> read(UpdateChunk chunk) {
        Optional<Refusal> refusal = header.check(chunk);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (seals.isEmpty()) {
            return decode(chunk, chunk.getPayload());
        }
        SealedChunks.Content content = seals.get().open(chunk);
        return content instanceof SealedChunks.Content.Of plain
                ? decode(chunk, plain.payload())
                : Optional.of(((SealedChunks.Content.Refused) content).refusal());
    }

    private Optional<Refusal> decode(UpdateChunk chunk, ByteBuffer payload) {
        try {
            values = ArrowCodecs.floats(chunk.getCodec(), payload, chunk.getLength());
        } catch (PayloadException e) {
            return refuse(
                    ReasonCode.MALFORMED_RECORD,
                    "the payload does not decode: "
                            + (seals.isEmpty() && UpdateOpener.isSealed(payload)
                                    ? "it is sealed, and the round is not attested"
                                    : e.getMessage()));
        }
        squaredNorm = values.squaredNorm();
        if (!Double.isFinite(squaredNorm)) {
            return refuse(nonFinite(chunk));
        }
        double norm = Math.sqrt(squaredNorm);
        if (norm > opened.getClippingBound() * NORM_TOLERANCE) {
            return refuse(
                    ReasonCode.NORM_ABOVE_BOUND,
                    "chunk " + chunk.getChunkIndex() + " alone has L2 norm " + (float) norm
                            + ", above the round's clipping bound " + opened.getClippingBound(),
                    Map.of(
                            "chunkIndex",
                            (double) chunk.getChunkIndex(),
                            "chunkNorm",
                            norm,
                            "clippingBound",
                            opened.getClippingBound()));
        }
        return Optional.empty();
    }

    private Refusal nonFinite(UpdateChunk chunk) {
        int at = 0;
        while (Float.isFinite(values.get(at))) {
            at++;
        }
        long parameter = layout.first(chunk.getChunkIndex()) + at;
        return new Refusal(
                ReasonCode.NON_FINITE,
                "chunk " + chunk.getChunkIndex() + " holds NaN or infinite values, the first is " + values.get(at)
                        + " at parameter " + parameter,
                Map.of("chunkIndex", (double) chunk.getChunkIndex(), "parameter", (double) parameter));
    }

    private static Optional<Refusal> refuse(ReasonCode reason, String detail) {
        return refuse(reason, detail, Map.of());
    }

    private static Optional<Refusal> refuse(ReasonCode reason, String detail, Map<String, Double> evidence) {
        return refuse(new Refusal(reason, detail, evidence));
    }

    private static Optional<Refusal> refuse(Refusal refusal) {
        return Optional.of(refusal);
    }

    @Override
    public FloatColumn values() {
        return values;
    }

    double squaredNorm() {
        return squaredNorm;
    }
}
