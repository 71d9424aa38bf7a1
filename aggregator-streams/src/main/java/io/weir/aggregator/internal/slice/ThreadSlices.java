package io.weir.aggregator.internal.slice;

import java.util.HashMap;
import java.util.Map;

/**
 * What the slice tasks of one stream thread know of each other. A commit is for all of a thread's tasks, and the guard needs every slice: so a
 * slice that is whole waits for its neighbours instead of holding them up with a transaction of its own, and what one
 * task commits no other commits again.
 */
final class ThreadSlices {
    /** Without a record for so long, a slice is not waited for. */
    private static final long RECENT_MS = 20;

    private static final ThreadLocal<ThreadSlices> OF_THREAD = ThreadLocal.withInitial(ThreadSlices::new);

    private final Map<Object, Long> lastRecordMs = new HashMap<>();
    private long commits;

    /** Of the stream thread that calls. */
    static ThreadSlices ofThread() {
        return OF_THREAD.get();
    }

    /** A task's slice took a record and is not whole. */
    void took(Object task, long nowMs) {
        lastRecordMs.put(task, nowMs);
    }

    /** A task's slice is whole, or the task is closed. */
    void done(Object task) {
        lastRecordMs.remove(task);
    }

    /** Everything that any task of the thread has forwarded goes out with the next transaction. */
    void committed() {
        commits++;
    }

    /** How many commits its tasks have asked for. */
    long commits() {
        return commits;
    }

    /** Whether a slice of another task is about to become whole. */
    boolean othersFill(Object task, long nowMs) {
        return lastRecordMs.entrySet().stream()
                .anyMatch(other -> other.getKey() != task && nowMs - other.getValue() < RECENT_MS);
    }
}
