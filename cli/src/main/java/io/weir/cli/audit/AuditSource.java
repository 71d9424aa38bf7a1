package io.weir.cli.audit;

import io.weir.aggregator.LogReader;

/** What an audit reads: a federation's topics as they are. Used by one thread. */
public interface AuditSource extends LogReader {
    /** Number of the topic's partitions; 0 if there is no such topic. */
    int partitions(String topic);

    /** The first offset that is retained. */
    long beginningOffset(String topic, int partition);
}
