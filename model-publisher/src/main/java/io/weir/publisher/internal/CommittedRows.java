package io.weir.publisher.internal;

import io.weir.publisher.PublisherConfig;
import java.time.Duration;
import java.util.TreeSet;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Tells rows of the aggregates topic that are committed from those of transactions that failed. Only slices of attested rounds
 * ask for it: such a round can fail after its verdict, when a process that has its keys ends before its slices are committed.
 * Of any other round a slice follows from a committed verdict and from the log, so that it is true whatever becomes of its
 * transaction. Not thread-safe.
 */
final class CommittedRows implements AutoCloseable {
    /** Longer than a transaction of the aggregator may last unless the operator says otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicTail tail;
    private final TreeSet<Long> committed = new TreeSet<>();

    private CommittedRows(TopicTail tail) {
        this.tail = tail;
    }

    static CommittedRows open(KafkaClients clients, PublisherConfig config) {
        return new CommittedRows(TopicTail.open(clients, config, config.topics().aggregates()));
    }

    /**
     * Waits for the end of the transaction that wrote a row.
     *
     * @param offset not below those that were asked for before
     * @throws TimeoutException if the transaction does not end
     */
    boolean holds(long offset) {
        if (tail.position() < offset) {
            tail.seek(offset);
        }
        committed.headSet(offset).clear();
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        while (tail.position() <= offset) {
            if (System.nanoTime() > patienceNs) {
                throw new TimeoutException("the transaction of the aggregate at offset " + offset
                        + " did not end within " + PATIENCE.toSeconds() + " s");
            }
            tail.poll(POLL, row -> committed.add(row.offset()));
        }
        return committed.contains(offset);
    }

    @Override
    public void close() {
        tail.close();
    }
}
