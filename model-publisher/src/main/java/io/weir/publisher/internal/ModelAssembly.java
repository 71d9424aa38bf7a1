package io.weir.publisher.internal;

import io.weir.publisher.CorruptModelException;
import io.weir.publisher.PublishedModel;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import java.nio.ByteBuffer;
import java.util.Map;

/** Puts a version together from its chunks, and believes nothing that a hash does not confirm. */
public final class ModelAssembly {
    private ModelAssembly() {}

    /**
     * Decodes and verifies.
     *
     * @param chunks by index
     * @throws CorruptModelException if a chunk is missing or damaged, or the whole has another digest than the head
     */
    public static PublishedModel assemble(ModelHead head, Map<Integer, ModelChunk> chunks) {
        int parameterCount = parameterCount(head);
        if (chunks.size() != head.getChunkCount()) {
            throw corrupt(head, "has " + chunks.size() + " of " + head.getChunkCount() + " chunks");
        }
        float[] full = new float[parameterCount];
        int next = 0;
        for (int c = 0; c < head.getChunkCount(); c++) {
            ModelChunk chunk = chunks.get(c);
            if (chunk == null) {
                throw corrupt(head, "has no chunk " + c);
            }
            next += decode(head, chunk, full, next);
        }
        if (next != parameterCount) {
            throw corrupt(head, "has chunks for " + next + " of " + parameterCount + " parameters");
        }
        String digest = Digests.modelDigest(head.getManifest(), full);
        if (!digest.equals(head.getDigest())) {
            throw corrupt(head, "has digest " + digest + ", the record says " + head.getDigest());
        }
        return new PublishedModel(head, full);
    }

    private static int parameterCount(ModelHead head) {
        try {
            int described = new ModelLayout(head.getManifest()).parameterCount();
            if (described != head.getParameterCount()) {
                throw corrupt(
                        head, "names " + head.getParameterCount() + " parameters, its manifest describes " + described);
            }
            return described;
        } catch (IllegalArgumentException e) {
            throw new CorruptModelException(named(head) + " has an invalid manifest: " + e.getMessage(), e);
        }
    }

    private static int decode(ModelHead head, ModelChunk chunk, float[] full, int next) {
        String named = "chunk " + chunk.getChunkIndex();
        if (chunk.getVersion() != head.getVersion()
                || chunk.getFirstParameter() != next
                || chunk.getLength() < 1
                || chunk.getLength() > full.length - next) {
            throw corrupt(
                    head,
                    "has " + named + " of version " + chunk.getVersion() + " from parameter "
                            + chunk.getFirstParameter() + " with " + chunk.getLength() + " parameters, expected from "
                            + next);
        }
        ByteBuffer sha256 = ByteBuffer.wrap(Digests.sha256(chunk.getPayload()));
        if (!sha256.equals(chunk.getSha256())) {
            throw corrupt(
                    head,
                    "has " + named + " with SHA-256 " + Digests.hex(sha256) + ", the record says "
                            + Digests.hex(chunk.getSha256()));
        }
        try {
            ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), full, next);
        } catch (PayloadException e) {
            throw new CorruptModelException(named(head) + ", " + named + " cannot be decoded: " + e.getMessage(), e);
        }
        return chunk.getLength();
    }

    private static CorruptModelException corrupt(ModelHead head, String what) {
        return new CorruptModelException(named(head) + " " + what);
    }

    private static String named(ModelHead head) {
        return "version " + head.getVersion() + " of federation '" + head.getFederation() + "'";
    }
}
