package io.weir.client.internal;

import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an earlier run of this participant has sent for a round.
 *
 * @param chunkHashes SHA-256 of the payloads that are in the topic, by chunk index
 * @param commit a commit with this participant's valid signature
 */
record EarlierUpdate(Map<Integer, Set<ByteBuffer>> chunkHashes, Optional<EarlierCommit> commit) {
    static final EarlierUpdate NOTHING = new EarlierUpdate(Map.of(), Optional.empty());

    /**
     * A commit as it was sent.
     *
     * @param commit the record
     * @param bytes its value, byte by byte: ECDSA would sign differently a second time
     * @param partitions those that hold it
     */
    @SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
    record EarlierCommit(UpdateCommit commit, byte[] bytes, Set<Integer> partitions) {}

    boolean has(int chunkIndex, ByteBuffer sha256) {
        return chunkHashes.getOrDefault(chunkIndex, Set.of()).contains(sha256);
    }

    /** Whether every chunk that the commit names is there, so that nothing needs to be trained again. */
    boolean isWhole() {
        return commit.isPresent() && hasAll(commit.get().commit());
    }

    /** Whether no chunk of another update than this one was sent. */
    boolean isPartOf(UpdateCommit update) {
        return chunkHashes.entrySet().stream()
                .allMatch(sent -> sent.getKey() < update.getChunkHashes().size()
                        && sent.getValue().equals(Set.of(update.getChunkHashes().get(sent.getKey()))));
    }

    private boolean hasAll(UpdateCommit named) {
        for (int c = 0; c < named.getChunkHashes().size(); c++) {
            if (!has(c, named.getChunkHashes().get(c))) {
                return false;
            }
        }
        return true;
    }
}
