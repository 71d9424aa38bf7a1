package io.weir.aggregator.internal.slice;

import java.time.Duration;

/**
 * When a slice task's reports are committed, since the guard sees them only then. A transaction takes ten milliseconds
 * and more in which its thread sums nothing, so while records come in a stream the reports go out together. When nothing more is to come they
 * go out at once, unless a slice of the same thread is about to be whole, too.
 */
final class CommitPolicy {
    static final Duration TICK = Duration.ofMillis(10);
    /** No record for so long: the stream has paused. */
    private static final long PAUSE_MS = 50;
    /** Longest time that a report waits while records come. */
    private static final long TOGETHER_MS = 250;

    private static final long NOTHING = Long.MIN_VALUE;

    private final ThreadSlices thread;
    private boolean whole;
    private long firstForwardedMs = NOTHING;
    private long lastRecordMs = NOTHING;
    /** The thread's commits when something was first forwarded. */
    private long commitsBefore;

    CommitPolicy(ThreadSlices thread) {
        this.thread = thread;
    }

    /** A record came in. */
    void received(long nowMs) {
        lastRecordMs = nowMs;
    }

    /**
     * A slice took a record.
     *
     * @param isWhole whether nothing more is to come that concerns the guard
     */
    void took(boolean isWhole, long nowMs) {
        whole = isWhole;
        if (isWhole) {
            thread.done(this);
        } else {
            thread.took(this, nowMs);
        }
    }

    /** The task is closed. */
    void closed() {
        thread.done(this);
    }

    /** Something was forwarded. */
    void forwarded(long nowMs) {
        if (!waits()) {
            firstForwardedMs = nowMs;
            commitsBefore = thread.commits();
        }
    }

    /** Whether to commit now. */
    boolean isDue(long nowMs) {
        if (!waits()) {
            return false;
        }
        return nowMs - lastRecordMs >= PAUSE_MS
                || nowMs - firstForwardedMs >= TOGETHER_MS
                || (whole && !thread.othersFill(this, nowMs));
    }

    /** Everything that the thread's tasks have forwarded is committed. */
    void committed() {
        thread.committed();
    }

    /** Whether something was forwarded that no commit takes along. */
    private boolean waits() {
        return firstForwardedMs != NOTHING && commitsBefore == thread.commits();
    }
}
