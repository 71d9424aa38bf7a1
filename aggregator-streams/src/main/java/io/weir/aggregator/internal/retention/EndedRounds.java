package io.weir.aggregator.internal.retention;

import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which rounds are over, and since when, from the records of the rounds topic and the ledger. A sealed round is over
 * when the ledger names it: until then its topic may still be read for the sum. Rounds of which nothing was heard, those
 * provisioned ahead among them, are not over.
 */
public final class EndedRounds {
    private final Map<Long, Long> sealedAtMs = new HashMap<>();
    private final Map<Long, Long> failedAtMs = new HashMap<>();
    private final Set<Long> published = new HashSet<>();
    private long newest = -1;

    /** Takes in a record of the rounds topic or the ledger; others say nothing here. */
    public void follow(SpecificRecord value) {
        if (value instanceof RoundOpened opened) {
            newest = Math.max(newest, opened.getRound());
        } else if (value instanceof RoundSealed sealed) {
            newest = Math.max(newest, sealed.getOpened().getRound());
            sealedAtMs.put(sealed.getOpened().getRound(), sealed.getSealedAtMs());
        } else if (value instanceof RoundFailed failed) {
            newest = Math.max(newest, failed.getOpened().getRound());
            failedAtMs.put(failed.getOpened().getRound(), failed.getFailedAtMs());
        } else if (value instanceof LedgerRecord ledger) {
            published.add(ledger.getRound());
        }
    }

    /** When each round ended that did so longer than the audit retention before {@code nowMs}. */
    public SortedMap<Long, Long> expired(FederationSettings settings, long nowMs) {
        SortedMap<Long, Long> expired = new TreeMap<>();
        long retentionMs = settings.getAuditRetentionMs();
        if (retentionMs < 0) {
            return expired; // For ever.
        }
        long endedByMs = nowMs - retentionMs;
        failedAtMs.forEach((round, atMs) -> {
            if (atMs < endedByMs) {
                expired.put(round, atMs);
            }
        });
        sealedAtMs.forEach((round, atMs) -> {
            if (atMs < endedByMs && published.contains(round)) {
                expired.put(round, atMs);
            }
        });
        return expired;
    }

    /** The newest round that anything was heard of. */
    long newest() {
        return newest;
    }

    /** Of the ended rounds but the newest {@code watched}, how many ended at {@code sinceMs} or later. */
    int notWatchedSince(int watched, long sinceMs) {
        TreeMap<Long, Long> all = new TreeMap<>(Comparator.reverseOrder());
        all.putAll(failedAtMs);
        all.putAll(sealedAtMs);
        return (int) all.values().stream()
                .skip(watched)
                .filter(atMs -> atMs >= sinceMs)
                .count();
    }

    /** Drops what need not be known any more, since the round's topic is gone. */
    void forget(long round) {
        sealedAtMs.remove(round);
        failedAtMs.remove(round);
        published.remove(round);
    }
}
