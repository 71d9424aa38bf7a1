package io.weir.aggregator;

import io.weir.aggregator.internal.FetchSizes;
import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * @param roundsWatched ended rounds whose topics are still read, so that late updates are seen
 * @param tick how often deadlines are looked at
 * @param logReadTimeout longest wait for records that are read from a round topic again
 * @param bufferBytes bound of the off-heap memory for values that a rule needs all at once; past it the log is read again
 * @param retentionCheck how often round topics past the audit retention are looked for
 * @param attestation where evidence for attested rounds comes from
 * @param kafka everything else
 */
public record AggregatorConfig(
        String federation,
        int provisionAhead,
        int provisionBatch,
        int roundsWatched,
        Duration tick,
        Duration logReadTimeout,
        long bufferBytes,
        Duration retentionCheck,
        AttestationConfig attestation,
        Map<String, Object> kafka) {
    public static final String FEDERATION = "weir.federation";
    public static final String PROVISION_AHEAD = "weir.rounds.provision.ahead";
    public static final String PROVISION_BATCH = "weir.rounds.provision.batch";
    public static final String ROUNDS_WATCHED = "weir.rounds.watched";
    public static final String TICK_MS = "weir.aggregator.tick.ms";
    public static final String LOG_READ_TIMEOUT_MS = "weir.aggregator.log.read.timeout.ms";
    public static final String BUFFER_BYTES = "weir.aggregator.buffer.bytes";
    public static final String RETENTION_CHECK_MS = "weir.aggregator.retention.check.ms";
    /** Checks after which every instance has left a round out whose topic is not to be read any more. */
    public static final int RETENTION_CHECKS_TO_LEAVE_OUT = 12;
    /** Largest record that any of Weir's producers and consumers takes. */
    public static final int RECORD_MAX_BYTES = 16 * 1024 * 1024;

    /** Java lets direct buffers have as much memory as the heap, unless -XX:MaxDirectMemorySize says otherwise. */
    private static final long DEFAULT_BUFFER_BYTES = 384L * 1024 * 1024;

    private static final Set<String> OURS = Set.of(
            FEDERATION,
            PROVISION_AHEAD,
            PROVISION_BATCH,
            ROUNDS_WATCHED,
            TICK_MS,
            LOG_READ_TIMEOUT_MS,
            BUFFER_BYTES,
            RETENTION_CHECK_MS);
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    public AggregatorConfig {
        Topics.validateFederation(federation);
        check(PROVISION_AHEAD, provisionAhead, 1, 1000);
        check(PROVISION_BATCH, provisionBatch, 1, 1000);
        check(ROUNDS_WATCHED, roundsWatched, 1, 10_000);
        check(TICK_MS, tick.toMillis(), 1, 60_000);
        check(LOG_READ_TIMEOUT_MS, logReadTimeout.toMillis(), 100, 3_600_000);
        check(BUFFER_BYTES, bufferBytes, 0, Long.MAX_VALUE);
        check(RETENTION_CHECK_MS, retentionCheck.toMillis(), 100, 86_400_000);
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
                (int) number(config, ROUNDS_WATCHED, 32),
                Duration.ofMillis(number(config, TICK_MS, 100)),
                Duration.ofMillis(number(config, LOG_READ_TIMEOUT_MS, 120_000)),
                number(config, BUFFER_BYTES, DEFAULT_BUFFER_BYTES),
                Duration.ofMillis(number(config, RETENTION_CHECK_MS, 60_000)),
                AttestationConfig.from(config),
                kafka);
    }

    private static boolean isOurs(String key) {
        return OURS.contains(key) || AttestationConfig.KEYS.contains(key);
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
        // The processors ask for commits when somebody waits for one (CommitPolicy); the rest need not be often.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        // Punctuators, and so those commits, wait for a poll to return.
        config.put(StreamsConfig.POLL_MS_CONFIG, 10);
        // No task needs its topics' records in the order of their times: none waits for a topic that has something to
        // come.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Round topics match by pattern: look for new ones often.
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 1000);
        config.putAll(FetchSizes.mainConsumer());
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), RECORD_MAX_BYTES);
        // The rounds' transactions follow each other closely: one that begins while the markers of the last are being
        // written is told to come again, and they take a few milliseconds. The pause doubles each time.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        // Sums are megabytes: let the system size the socket's buffer.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.SEND_BUFFER_CONFIG), -1);
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
