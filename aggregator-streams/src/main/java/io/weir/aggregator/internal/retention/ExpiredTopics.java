package io.weir.aggregator.internal.retention;

import io.weir.aggregator.AggregatorConfig;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides at every check whether to renew the stream threads and which topics to delete. Every instance of the aggregator
 * does the same with its own clock. Threads are renewed when they may have read a topic that expires, and when they hold
 * as many rounds that are not watched any more as are watched. Some checks after its expiry, when the other instances have
 * renewed theirs as well and it has left the {@link RoundWindow}, a topic is deleted. An instance that is late loses a
 * thread, which is replaced.
 */
final class ExpiredTopics {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredTopics.class);
    /** Topics in one request; the rest waits for the next check, so that one rebalance does not run into another. */
    private static final int DELETIONS_MAX = 500;
    /** Until every instance has moved its window on. */
    private static final long LEFT_OUT_EVERYWHERE_MS = 3000;

    /** For other instances to renew their threads, and for tasks to follow old directives. */
    private static final int CHECKS_BEFORE_DELETION = 2;

    private static final int CHECKS_BETWEEN_RENEWALS =
            AggregatorConfig.RETENTION_CHECKS_TO_LEAVE_OUT - CHECKS_BEFORE_DELETION;

    private final Topics topics;
    private final TopicDeletion deletion;
    private final StreamThreads threads;
    private final RoundWindow window;
    private final int watched;
    private final long checkMs;
    /** When the first check was; negative before. */
    private long firstCheckMs = -1;

    private String lastRefusal = "";

    ExpiredTopics(Topics topics, TopicDeletion deletion, StreamThreads threads, RoundWindow window, Duration check) {
        this.topics = topics;
        this.deletion = deletion;
        this.threads = threads;
        this.window = window;
        this.watched = window.watched();
        this.checkMs = check.toMillis();
    }

    /** How long after the need for it every instance has renewed its threads, if it can. */
    static long renewedAfterMs(long checkMs) {
        return AggregatorConfig.RETENTION_CHECKS_TO_LEAVE_OUT * checkMs;
    }

    /** How long after its expiry a topic is deleted. */
    static long deletedAfterMs(long checkMs) {
        return renewedAfterMs(checkMs) + CHECKS_BEFORE_DELETION * checkMs + LEFT_OUT_EVERYWHERE_MS;
    }

    /** One check. */
    void check(EndedRounds ended, FederationSettings settings, long nowMs)
            throws InterruptedException, ExecutionException {
        firstCheckMs = firstCheckMs < 0 ? nowMs : firstCheckMs;
        SortedMap<Long, Long> expired = expired(ended, settings, nowMs);
        long ageMs = nowMs - threads.startedAtMs();
        long leastAgeMs = CHECKS_BETWEEN_RENEWALS * checkMs;
        long leastAgeToDeleteMs = Math.max(settings.getAuditRetentionMs(), leastAgeMs);
        boolean holdsTooMany = ended.notWatchedSince(watched, threads.startedAtMs() - checkMs) >= watched;
        boolean holdsExpired = expired.values().stream().anyMatch(this::mayBeRead);
        boolean renew = (holdsTooMany && ageMs >= leastAgeMs) || (holdsExpired && ageMs >= leastAgeToDeleteMs);
        if ((renew && !threads.renew()) || expired.isEmpty()) {
            return;
        }
        if (nowMs - firstCheckMs < CHECKS_BEFORE_DELETION * checkMs) {
            return; // The tasks may still have old directives to follow.
        }
        long expiredByMs = nowMs - deletedAfterMs(checkMs);
        Map<String, Long> wanted = new HashMap<>();
        ended.expired(settings, expiredByMs).forEach((round, endedAtMs) -> {
            boolean left = round < window.first() || round == ended.newest();
            if (left && !mayBeRead(endedAtMs) && wanted.size() < DELETIONS_MAX) {
                wanted.put(topics.roundUpdates(round), round);
            }
        });
        if (!wanted.isEmpty()) {
            delete(wanted, ended);
        }
    }

    /** Those of the expired rounds whose topic is still there; the others are forgotten. */
    private SortedMap<Long, Long> expired(EndedRounds ended, FederationSettings settings, long nowMs)
            throws InterruptedException, ExecutionException {
        SortedMap<Long, Long> expired = ended.expired(settings, nowMs);
        if (expired.isEmpty()) {
            return expired;
        }
        Set<String> existing = deletion.existing();
        List.copyOf(expired.keySet()).forEach(round -> {
            if (!existing.contains(topics.roundUpdates(round))) {
                ended.forget(round);
                expired.remove(round);
            }
        });
        return expired;
    }

    private boolean mayBeRead(long endedAtMs) {
        return endedAtMs >= threads.startedAtMs() - checkMs;
    }

    private void delete(Map<String, Long> wanted, EndedRounds ended) throws InterruptedException {
        List<String> gone = new ArrayList<>();
        String refusal = "";
        for (Map.Entry<String, Optional<Throwable>> outcome :
                deletion.delete(wanted.keySet()).entrySet()) {
            if (outcome.getValue().isEmpty()) {
                ended.forget(wanted.get(outcome.getKey()));
                gone.add(outcome.getKey());
            } else {
                refusal = refusal(outcome.getValue().get());
            }
        }
        if (!gone.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("federation", topics.federation())
                    .addKeyValue("topics", gone.size())
                    .addKeyValue("first", gone.stream().min(String::compareTo).orElseThrow())
                    .log("topics of rounds that ended longer ago than the audit retention deleted");
        }
        if (!refusal.isEmpty() && !refusal.equals(lastRefusal)) {
            LOG.atWarn()
                    .addKeyValue("federation", topics.federation())
                    .addKeyValue("topics", wanted.size() - gone.size())
                    .addKeyValue("cause", refusal)
                    .log("topics of rounds past the audit retention could not be deleted; trying again");
        }
        lastRefusal = refusal;
    }

    private String refusal(Throwable cause) {
        String advice = cause instanceof AuthorizationException
                ? ": allow the aggregator Delete on topics with the prefix "
                        + topics.roundUpdates(0).replaceFirst("0+\\.updates$", "")
                : "";
        return cause.getClass().getSimpleName() + " " + cause.getMessage() + advice;
    }
}
