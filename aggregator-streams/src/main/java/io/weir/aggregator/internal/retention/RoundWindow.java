package io.weir.aggregator.internal.retention;

import io.weir.schemas.Topics;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which round topics are read: those of the rounds to come, of the open one, and of at least as many ended ones as are
 * watched for late updates. Older ones are left out, so that what is retained costs nothing.
 *
 * <p>A topic may be left out only when no task has read from it, see {@link StreamThreads}. Instances do not know of each
 * other's tasks, but each renews its threads when it holds too many topics that are not watched any more. So a topic is
 * left out when twice as many rounds have ended since, or when the audit retention has passed, and then long enough ago for
 * every instance to have renewed.
 *
 * <p>What is to be deleted is left out before: a topic that disappears while a rebalance deals it out fails the whole group.
 */
public final class RoundWindow {
    private final Topics topics;
    private final int watched;
    private final long allowanceMs;
    /** When rounds ended, from {@code first} on. */
    private final TreeMap<Long, Long> endedAtMs = new TreeMap<>();

    private long newest = -1;
    private volatile long first;

    /**
     * A window that leaves nothing out yet.
     *
     * @param watched ended rounds that are watched
     * @param check how often instances look whether to renew their threads
     */
    public RoundWindow(Topics topics, int watched, Duration check) {
        this.topics = topics;
        this.watched = watched;
        this.allowanceMs = ExpiredTopics.renewedAfterMs(check.toMillis());
    }

    /** Takes in a record of the rounds topic; used by one thread. */
    public void follow(SpecificRecord value) {
        if (value instanceof RoundOpened opened) {
            newest = Math.max(newest, opened.getRound());
        } else if (value instanceof RoundSealed sealed) {
            end(sealed.getOpened().getRound(), sealed.getSealedAtMs());
        } else if (value instanceof RoundFailed failed) {
            end(failed.getOpened().getRound(), failed.getFailedAtMs());
        }
    }

    private void end(long round, long atMs) {
        newest = Math.max(newest, round);
        if (round >= first) {
            endedAtMs.put(round, atMs);
        }
    }

    /**
     * Leaves out what may be left out now; used by the thread that follows.
     *
     * @param retentionMs the audit retention; negative: for ever
     */
    public void advance(long nowMs, long retentionMs) {
        long leftOut = Math.max(notWatched(nowMs), retentionMs < 0 ? -1 : expired(nowMs - retentionMs));
        endedAtMs.headMap(leftOut, true).clear();
        first = Math.max(first, leftOut + 1);
    }

    private long notWatched(long nowMs) {
        long leftOut = -1;
        Iterator<Long> old = endedAtMs.keySet().iterator();
        Iterator<Long> later = endedAtMs.values().stream().skip(2L * watched).iterator();
        while (later.hasNext() && later.next() < nowMs - allowanceMs) {
            leftOut = old.next();
        }
        return leftOut;
    }

    /** The newest round stays: it may still wait for its version. */
    private long expired(long endedByMs) {
        long leftOut = -1;
        for (Map.Entry<Long, Long> round : endedAtMs.headMap(newest, false).entrySet()) {
            if (round.getValue() >= endedByMs - allowanceMs) {
                break;
            }
            leftOut = round.getKey();
        }
        return leftOut;
    }

    int watched() {
        return watched;
    }

    /** The first round whose topic is read. */
    public long first() {
        return first;
    }

    /** Those of some topics that are read; all that are not round topics are. */
    public Set<String> read(Set<String> names) {
        long from = first;
        return names.stream()
                .filter(name -> topics.roundOf(name).orElse(from) >= from)
                .collect(Collectors.toSet());
    }
}
