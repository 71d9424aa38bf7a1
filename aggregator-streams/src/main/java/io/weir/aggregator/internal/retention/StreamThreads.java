package io.weir.aggregator.internal.retention;

/**
 * The stream threads of this instance. A task of Kafka Streams keeps every partition that it ever read from in what it
 * commits, and fails when such a partition is taken away from it. So a topic may disappear only when the threads, and
 * with them the tasks, are younger than its last record.
 */
public interface StreamThreads {
    /** Since when no thread is older, in milliseconds of the epoch. */
    long startedAtMs();

    /**
     * Puts new threads in the place of all that run, one by one; the new ones take the tasks over.
     *
     * @return whether it was done; if not, {@link #startedAtMs} has not changed
     */
    boolean renew();
}
