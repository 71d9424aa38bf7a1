package io.weir.client.internal;

import io.weir.client.ParticipantException;
import io.weir.client.ParticipantException.Category;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the newest model together from a compacted topic. Keeps the chunks of one version only, undecoded, besides the
 * version that was assembled last; so there are never more than two models in memory.
 */
final class ModelAssembly {
    private final String federation;
    private final Map<Integer, ModelChunk> chunks = new HashMap<>();
    private long chunksVersion = -1;
    private Optional<ModelHead> newHead = Optional.empty();
    private Optional<Model> current = Optional.empty();

    ModelAssembly(String federation) {
        this.federation = federation;
    }

    /** The version assembled last. */
    Optional<Model> current() {
        return current;
    }

    void add(ModelChunk chunk) {
        if (!chunk.getFederation().equals(federation) || chunk.getVersion() < chunksVersion) {
            return;
        }
        if (chunk.getVersion() > chunksVersion) {
            chunks.clear();
            chunksVersion = chunk.getVersion();
        }
        chunks.put(chunk.getChunkIndex(), chunk);
    }

    void add(ModelHead head) {
        if (head.getFederation().equals(federation)) {
            newHead = Optional.of(head);
        }
    }

    /**
     * Assembles the version that the newest head names, if it is not {@link #current} already. A head is the last record
     * of its version's transaction; if chunks of a later version have been read by now, that version's head follows.
     *
     * @return the new version; empty if there is none
     * @throws ParticipantException if a chunk is missing, or a hash or the digest does not hold
     */
    Optional<Model> assemble() {
        if (newHead.isEmpty()) {
            return Optional.empty();
        }
        ModelHead head = newHead.get();
        newHead = Optional.empty();
        boolean known = current.isPresent() && current.get().head().equals(head);
        if (known || chunksVersion > head.getVersion()) {
            return Optional.empty();
        }
        current = Optional.empty();
        current = Optional.of(new Model(head, parameters(head)));
        return current;
    }

    private float[] parameters(ModelHead head) {
        ModelLayout layout = layout(head);
        if (chunksVersion != head.getVersion() || layout.parameterCount() != head.getParameterCount()) {
            throw corrupt(
                    head,
                    chunksVersion == head.getVersion()
                            ? "its manifest does not describe " + head.getParameterCount() + " parameters"
                            : "none of its chunks is in the topic");
        }
        float[] parameters = new float[layout.parameterCount()];
        int first = 0;
        for (int c = 0; c < head.getChunkCount(); c++) {
            first += decode(head, c, parameters, first);
        }
        if (first != parameters.length) {
            throw corrupt(head, "its chunks hold " + first + " parameters, not " + parameters.length);
        }
        chunks.clear();
        if (!Digests.modelDigest(head.getManifest(), parameters).equals(head.getDigest())) {
            throw corrupt(head, "its parameters do not have the digest " + head.getDigest());
        }
        return parameters;
    }

    private int decode(ModelHead head, int chunkIndex, float[] parameters, int first) {
        ModelChunk chunk = chunks.remove(chunkIndex);
        if (chunk == null) {
            throw corrupt(head, "chunk " + chunkIndex + " of " + head.getChunkCount() + " is not in the topic");
        }
        if (!java.nio.ByteBuffer.wrap(Digests.sha256(chunk.getPayload())).equals(chunk.getSha256())) {
            throw corrupt(head, "chunk " + chunkIndex + " does not have the SHA-256 that it names");
        }
        if (chunk.getFirstParameter() != first
                || chunk.getLength() < 1
                || chunk.getLength() > parameters.length - first) {
            throw corrupt(head, "chunk " + chunkIndex + " does not continue the one before it");
        }
        try {
            ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), parameters, first);
        } catch (PayloadException e) {
            throw corrupt(head, "chunk " + chunkIndex + " is not decodable: " + e.getMessage());
        }
        return chunk.getLength();
    }

    private static ModelLayout layout(ModelHead head) {
        try {
            return new ModelLayout(head.getManifest());
        } catch (IllegalArgumentException e) {
            throw corrupt(head, e.getMessage());
        }
    }

    private static ParticipantException corrupt(ModelHead head, String what) {
        return new ParticipantException(
                Category.MODEL_CORRUPT,
                "model version " + head.getVersion() + " cannot be trained on: " + what
                        + "; tell the operator, and compare with `weir models describe " + head.getVersion() + "`");
    }
}
