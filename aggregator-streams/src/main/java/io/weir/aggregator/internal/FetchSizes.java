package io.weir.aggregator.internal;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How much the aggregator reads at once. Java's socket channel zeroes a native buffer as large as the response that is
 * expected, in every thread that reads, and buffered megabyte records are copied by each young collection: with Kafka's
 * 50 MB a third of the processor time went into both. What a response holds should fit a processor's cache; a larger
 * record still comes, alone.
 */
public final class FetchSizes {
    private static final int RESPONSE_BYTES = 4 * 1024 * 1024;
    private static final int PARTITION_BYTES = 2 * 1024 * 1024;
    /** Let the system size the socket's buffer. */
    private static final int BY_SYSTEM = -1;

    /** Bytes bound the large records; these bound the small ones. */
    private static final int POLL_RECORDS = 64;

    private static final int BUFFERED_RECORDS = 32;

    private FetchSizes() {}

    /** Of the stream threads' consumers, with Streams' prefix. */
    public static Map<String, Object> mainConsumer() {
        return Map.of(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
                RESPONSE_BYTES,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                PARTITION_BYTES,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG),
                BY_SYSTEM,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                POLL_RECORDS,
                StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                BUFFERED_RECORDS);
    }

    /** Of consumers that belong to no group. */
    static Map<String, Object> plainConsumer() {
        return Map.of(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, RESPONSE_BYTES,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RESPONSE_BYTES,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG, BY_SYSTEM);
    }
}
