package io.weir.aggregator;

import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The aggregator's configuration. Keys that begin with {@code weir.} are ours; every other key goes to Kafka as it is,
 * with Kafka Streams' own prefixes.
 *
 * @param federation the federation that this instance works for
 * @param provisionAhead round topics that exist before their round is announced
 * @param provisionBatch round topics created at once, so that not every round costs a rebalance
 * @param tick how often deadlines are looked at
 * @param logReadTimeout longest wait for records that are read from a round topic again
 * @param kafka everything else
 */
public record AggregatorConfig(
        String federation,
        int provisionAhead,
        int provisionBatch,
        Duration tick,
        Duration logReadTimeout,
        Map<String, Object> kafka) {
    public static final String FEDERATION = "weir.federation";
    public static final String PROVISION_AHEAD = "weir.rounds.provision.ahead";
    public static final String PROVISION_BATCH = "weir.rounds.provision.batch";
    public static final String TICK_MS = "weir.aggregator.tick.ms";
    public static final String LOG_READ_TIMEOUT_MS = "weir.aggregator.log.read.timeout.ms";
    /** Largest record that any of Weir's producers and consumers takes. */
    public static final int RECORD_MAX_BYTES = 16 * 1024 * 1024;

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    public AggregatorConfig {
        Topics.validateFederation(federation);
        check(PROVISION_AHEAD, provisionAhead, 1, 1000);
        check(PROVISION_BATCH, provisionBatch, 1, 1000);
        check(TICK_MS, tick.toMillis(), 1, 60_000);
        check(LOG_READ_TIMEOUT_MS, logReadTimeout.toMillis(), 100, 3_600_000);
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("bootstrap.servers is missing: pass --bootstrap-server HOST:PORT");
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    public static AggregatorConfig from(Map<String, ?> config) {
        Map<String, Object> kafka = new HashMap<>();
        config.forEach((key, value) -> {
            if (!isOurs(key)) {
                kafka.put(key, value);
            }
        });
        kafka.putIfAbsent(StreamsConfig.STATE_DIR_CONFIG, temporaryStateDir());
        return new AggregatorConfig(
                Objects.toString(config.get(FEDERATION), ""),
                (int) number(config, PROVISION_AHEAD, 3),
                (int) number(config, PROVISION_BATCH, 8),
                Duration.ofMillis(number(config, TICK_MS, 100)),
                Duration.ofMillis(number(config, LOG_READ_TIMEOUT_MS, 120_000)),
                kafka);
    }

    private static boolean isOurs(String key) {
        return key.equals(FEDERATION)
                || key.equals(PROVISION_AHEAD)
                || key.equals(PROVISION_BATCH)
                || key.equals(TICK_MS)
                || key.equals(LOG_READ_TIMEOUT_MS);
    }

    private static long number(Map<String, ?> config, String key, long absent) {
        Object value = config.get(key);
        if (value == null) {
            return absent;
        }
        try {
            return Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "': a whole number is needed", e);
        }
    }

    private static void check(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is " + value + ": allowed is " + min + " to " + max);
        }
    }

    /** The Streams configuration: Weir's choices, then the operator's, then what may not be changed. */
    public Map<String, Object> streams() {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        // Reports wait for a commit; one commit a report would cost more than the sums (a transaction takes 10 ms).
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        // Round topics match by pattern and retain megabyte records: look for new ones often, buffer few.
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 1000);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 64);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), RECORD_MAX_BYTES);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 32);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), RECORD_MAX_BYTES);
        config.putAll(kafka);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(federation));
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return config;
    }

    /** Consumer group and transactional id prefix of a federation's aggregators. */
    public static String applicationId(String federation) {
        return "weir-" + federation + "-aggregator";
    }

    /** Stores are in memory, so the directory holds next to nothing; but instances must not share one. */
    private static String temporaryStateDir() {
        return System.getProperty("java.io.tmpdir") + "/weir-aggregator-"
                + ProcessHandle.current().pid() + "-" + INSTANCES.incrementAndGet();
    }
}
