package io.weir.aggregator.internal.slice;

import java.time.Duration;

/**
 * When a slice task's reports are committed, since the guard sees them only then. A transaction takes ten milliseconds
 * and more in which its thread sums nothing, so while records come in a stream the reports go out together. Whoever knows
 * that the guard waits for a report asks for a commit at once.
 */
final class CommitPolicy {
    static final Duration TICK = Duration.ofMillis(10);
    /** No record for so long: the stream has paused. */
    private static final long PAUSE_MS = 50;
    /** Longest time that a report waits while records come. */
    private static final long TOGETHER_MS = 250;

    private static final long NOTHING = Long.MIN_VALUE;

    private long firstForwardedMs = NOTHING;
    private long lastRecordMs = NOTHING;

    /** A record came in. */
    void received(long nowMs) {
        lastRecordMs = nowMs;
    }

    /** Something was forwarded. */
    void forwarded(long nowMs) {
        if (firstForwardedMs == NOTHING) {
            firstForwardedMs = nowMs;
        }
    }

    /** Whether something waits for a commit. */
    boolean isPending() {
        return firstForwardedMs != NOTHING;
    }

    /** At a tick: whether to commit now. */
    boolean isDue(long nowMs) {
        return isPending() && (nowMs - lastRecordMs >= PAUSE_MS || nowMs - firstForwardedMs >= TOGETHER_MS);
    }

    /** Everything that was forwarded is committed. */
    void committed() {
        firstForwardedMs = NOTHING;
    }
}
