package io.weir.aggregator.internal.slice;

import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Checks what a chunk says of itself against its round, and its payload against the hash that it states. */
final class ChunkHeader {
    private final RoundOpened opened;
    private final int partition;
    private final VectorChunks layout;

    ChunkHeader(RoundOpened opened, int partition) {
        this.opened = opened;
        this.partition = partition;
        this.layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
    }

    /** Empty if nothing is wrong. */
    Optional<Refusal> check(UpdateChunk chunk) {
        Optional<Refusal> refusal = checkHeader(chunk);
        if (refusal.isPresent()) {
            return refusal;
        }
        return ByteBuffer.wrap(Digests.sha256(chunk.getPayload())).equals(chunk.getSha256())
                ? Optional.empty()
                : refuse(ReasonCode.HASH_MISMATCH, "the payload's SHA-256 is not the one that the chunk states");
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
        return Optional.of(new Refusal(reason, detail, evidence));
    }
}
