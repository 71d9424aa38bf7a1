package io.weir.aggregator.internal.guard;

import io.weir.wire.RoundContents;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What updates of earlier rounds held. Only sealed rounds count: after a failed one the model is the same, and whoever
 * trains again from it may well send the same again. A round looks back over a fixed number of rounds, so that an auditor
 * sees what the guard saw.
 */
public final class ContentHistory {
    /** Rounds before the one that is judged. */
    public static final int ROUNDS = 32;

    /** Whose update it was. */
    record Earlier(long round, String participant) {}

    private final Map<ByteBuffer, Earlier> newest = new HashMap<>();

    private ContentHistory() {}

    /** As the guard kept it, for a round that comes after {@code contents}. */
    static ContentHistory before(long round, Collection<RoundContents> contents) {
        TreeMap<Long, RoundContents> inOrder = new TreeMap<>();
        contents.forEach(one -> inOrder.put(one.getRound(), one));
        ContentHistory history = new ContentHistory();
        for (RoundContents one : inOrder.values()) {
            if (!looksBackTo(one.getRound(), round)) {
                continue;
            }
            // Of several with the same values the first by name stays.
            new TreeMap<>(one.getContentRoots())
                    .descendingMap()
                    .forEach((participant, root) -> history.newest.put(root, new Earlier(one.getRound(), participant)));
        }
        return history;
    }

    /** As the seals of a federation's rounds tell it; those of {@code round} and later ones do not matter. */
    public static ContentHistory ofSeals(long round, Collection<RoundSealed> seals) {
        return before(
                round,
                seals.stream()
                        .filter(seal -> looksBackTo(seal.getOpened().getRound(), round))
                        .map(ContentHistory::contents)
                        .toList());
    }

    private static boolean looksBackTo(long earlier, long round) {
        return earlier >= round - ROUNDS && earlier < round;
    }

    /** No round came before. */
    public static ContentHistory none() {
        return new ContentHistory();
    }

    /** What a sealed round adds. */
    static RoundContents contents(RoundSealed sealed) {
        Map<String, ByteBuffer> roots = new HashMap<>();
        for (SealedUpdate update : sealed.getUpdates()) {
            if (update.getContentRoot().hasRemaining()) {
                roots.put(update.getParticipant(), update.getContentRoot());
            }
        }
        return new RoundContents(
                sealed.getOpened().getFederation(), sealed.getOpened().getRound(), roots);
    }

    /** The newest earlier update with the same values. */
    Optional<Earlier> find(ByteBuffer contentRoot) {
        return Optional.ofNullable(newest.get(contentRoot));
    }
}
