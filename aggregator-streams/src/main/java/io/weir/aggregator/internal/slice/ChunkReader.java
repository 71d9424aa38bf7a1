package io.weir.aggregator.internal.slice;

import io.weir.guard.kernel.Norms;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Checks a chunk against its round and decodes it into a buffer that the next chunk overwrites. */
final class ChunkReader {
    /** Norms are compared with this much room, for a participant computes its norm in another order. */
    static final double NORM_TOLERANCE = 1 + 1e-6;

    private final RoundOpened opened;
    private final int partition;
    private final VectorChunks layout;
    private final float[] values;
    private double squaredNorm;

    ChunkReader(RoundOpened opened, int partition) {
        this.opened = opened;
        this.partition = partition;
        this.layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        this.values = new float[layout.length(0)];
    }

    /** Empty if the chunk is sound: its values and squared norm can then be read here until the next call. */
    Optional<Refusal> read(UpdateChunk chunk) {
        Optional<Refusal> refusal = checkHeader(chunk);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!ByteBuffer.wrap(Digests.sha256(chunk.getPayload())).equals(chunk.getSha256())) {
            return refuse(ReasonCode.HASH_MISMATCH, "the payload's SHA-256 is not the one that the chunk states");
        }
        try {
            ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), values, 0);
        } catch (PayloadException e) {
            return refuse(ReasonCode.MALFORMED_RECORD, "the payload does not decode: " + e.getMessage());
        }
        squaredNorm = Norms.squared(values, chunk.getLength());
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
        while (Float.isFinite(values[at])) {
            at++;
        }
        long parameter = layout.first(chunk.getChunkIndex()) + at;
        return new Refusal(
                ReasonCode.NON_FINITE,
                "chunk " + chunk.getChunkIndex() + " holds NaN or infinite values, the first is " + values[at]
                        + " at parameter " + parameter,
                Map.of("chunkIndex", (double) chunk.getChunkIndex(), "parameter", (double) parameter));
    }

    private Optional<Refusal> checkHeader(UpdateChunk chunk) {
        if (!chunk.getFederation().equals(opened.getFederation())) {
            return refuse(ReasonCode.WRONG_FEDERATION, "the chunk is for federation '" + chunk.getFederation() + "'");
        }
        if (chunk.getRound() != opened.getRound()) {
            return refuse(
                    ReasonCode.WRONG_ROUND,
                    "the chunk is for round " + chunk.getRound() + " and lies in the topic of round "
                            + opened.getRound(),
                    Map.of("round", (double) chunk.getRound(), "expectedRound", (double) opened.getRound()));
        }
        if (chunk.getBaseVersion() != opened.getBaseVersion()) {
            return refuse(
                    ReasonCode.STALE_BASE_VERSION,
                    "trained from version " + chunk.getBaseVersion() + "; round " + opened.getRound()
                            + " starts from version " + opened.getBaseVersion(),
                    Map.of(
                            "baseVersion", (double) chunk.getBaseVersion(),
                            "expectedBaseVersion", (double) opened.getBaseVersion()));
        }
        int index = chunk.getChunkIndex();
        if (chunk.getChunkCount() != opened.getChunkCount() || index < 0 || index >= opened.getChunkCount()) {
            return refuse(
                    ReasonCode.WRONG_SHAPE,
                    "chunk " + index + " of " + chunk.getChunkCount() + "; the model of version "
                            + opened.getBaseVersion() + " has " + opened.getChunkCount() + " chunks",
                    Map.of(
                            "chunkIndex", (double) index,
                            "chunkCount", (double) chunk.getChunkCount(),
                            "expectedChunkCount", (double) opened.getChunkCount()));
        }
        if (chunk.getFirstParameter() != layout.first(index) || chunk.getLength() != layout.length(index)) {
            return refuse(
                    ReasonCode.WRONG_SHAPE,
                    "chunk " + index + " holds " + chunk.getLength() + " parameters from " + chunk.getFirstParameter()
                            + "; expected are " + layout.length(index) + " from " + layout.first(index),
                    Map.of(
                            "chunkIndex", (double) index,
                            "length", (double) chunk.getLength(),
                            "expectedLength", (double) layout.length(index),
                            "firstParameter", (double) chunk.getFirstParameter(),
                            "expectedFirstParameter", (double) layout.first(index)));
        }
        if (VectorChunks.partition(index, opened.getPartitions()) != partition) {
            return refuse(
                    ReasonCode.WRONG_SHAPE,
                    "chunk " + index + " belongs in partition " + VectorChunks.partition(index, opened.getPartitions())
                            + ", not " + partition,
                    Map.of(
                            "chunkIndex", (double) index,
                            "partition", (double) partition,
                            "expectedPartition", (double) VectorChunks.partition(index, opened.getPartitions())));
        }
        if (chunk.getCodec() != opened.getCodec()) {
            return refuse(
                    ReasonCode.WRONG_CODEC, "codec " + chunk.getCodec() + "; the round uses " + opened.getCodec());
        }
        if (chunk.getWeight() < 1 || chunk.getWeight() > opened.getWeightMax()) {
            return refuse(
                    ReasonCode.BAD_WEIGHT,
                    "weight " + chunk.getWeight() + "; allowed is 1 to " + opened.getWeightMax(),
                    Map.of("weight", (double) chunk.getWeight(), "weightMax", (double) opened.getWeightMax()));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(ReasonCode reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }

    private static Optional<Refusal> refuse(ReasonCode reason, String detail, Map<String, Double> evidence) {
        return refuse(new Refusal(reason, detail, evidence));
    }

    private static Optional<Refusal> refuse(Refusal refusal) {
        return Optional.of(refusal);
    }

    float[] values() {
        return values;
    }

    double squaredNorm() {
        return squaredNorm;
    }
}
