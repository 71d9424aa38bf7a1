package io.weir.aggregator.internal.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one participant has sent to this partition in one round. */
final class Contribution {
    /**
     * Different chunks that may claim one index: a few after crashes before a commit, many only from a forger, who would
     * have to write this many whole chunks to crowd an honest one out.
     */
    static final int CANDIDATES_MAX = 256;

    /** How far the participant has come. */
    sealed interface State {
        record Collecting() implements State {}

        /** The commit named these chunks, by chunk index. */
        record Committed(byte[] commitDigest, Map<Integer, HeldChunk> chunks) implements State {
            boolean isSame(byte[] digest) {
                return Arrays.equals(commitDigest, digest);
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Committed that && isSame(that.commitDigest);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(commitDigest);
            }
        }

        /** A second, different commit followed; the first still counts where the round was sealed in between. */
        record Equivocated(Committed first) implements State {}

        /** The commit is authentic and wrong. */
        record Refused() implements State {}
    }

    private final Map<Integer, List<HeldChunk>> candidates = new HashMap<>();
    private final Map<Integer, Refusal> refusedChunks = new HashMap<>();
    private final long firstOffset;
    private State state = new State.Collecting();

    Contribution(long firstOffset) {
        this.firstOffset = firstOffset;
    }

    long firstOffset() {
        return firstOffset;
    }

    State state() {
        return state;
    }

    boolean isRefused() {
        return state instanceof State.Refused || state instanceof State.Equivocated;
    }

    void become(State next) {
        state = next;
    }

    /** The chunks of the first commit by index, if there is one and it was sound. */
    Optional<Map<Integer, HeldChunk>> committedChunks() {
        if (state instanceof State.Equivocated equivocated) {
            return Optional.of(equivocated.first().chunks());
        }
        return state instanceof State.Committed committed ? Optional.of(committed.chunks()) : Optional.empty();
    }

    List<HeldChunk> candidates(int chunkIndex) {
        return candidates.computeIfAbsent(chunkIndex, index -> new ArrayList<>());
    }

    Optional<HeldChunk> named(int chunkIndex, byte[] hash, int weight) {
        return candidates(chunkIndex).stream()
                .filter(chunk -> chunk.isNamedBy(hash) && chunk.weight() == weight)
                .findFirst();
    }

    void refused(int chunkIndex, Refusal refusal) {
        refusedChunks.putIfAbsent(chunkIndex, refusal);
    }

    /** Why a chunk is missing, if a record that claimed to be it was refused; {@code any} matches every index. */
    Optional<Refusal> refusalOf(int chunkIndex, int any) {
        return Optional.ofNullable(refusedChunks.getOrDefault(chunkIndex, refusedChunks.get(any)));
    }
}
