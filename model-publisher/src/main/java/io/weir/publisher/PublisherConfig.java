package io.weir.publisher;

import io.weir.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Configuration of a publisher and of the readers of what it publishes.
 *
 * @param federation the federation's name ({@code weir.federation})
 * @param retainVersions versions kept in the models topic, at least 1 ({@code weir.models.retain.versions})
 * @param recoveryTimeoutMs how long the publisher tries again after the cluster or the schema registry failed, before
 *     it ends with an error; at least 1000 ({@code weir.publisher.recovery.timeout.ms})
 * @param kafka every other key, for Kafka's clients and Weir's serializers; the prefixes {@code consumer.} and
 *     {@code producer.} win over plain keys, {@code admin.} is accepted and has no client here
 */
public record PublisherConfig(
        String federation, int retainVersions, long recoveryTimeoutMs, Map<String, String> kafka) {
    /** Key of the federation's name. */
    public static final String FEDERATION = "weir.federation";

    /** Key of the number of versions kept. */
    public static final String RETAIN_VERSIONS = "weir.models.retain.versions";

    /** Key of the time allowed for recovery. */
    public static final String RECOVERY_TIMEOUT_MS = "weir.publisher.recovery.timeout.ms";

    /** Versions kept when nothing else is said. */
    public static final int DEFAULT_RETAIN_VERSIONS = 10;

    private static final long DEFAULT_RECOVERY_TIMEOUT_MS = 300_000;
    private static final long MIN_RECOVERY_TIMEOUT_MS = 1_000;
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String CONSUMER = "consumer.";
    private static final String PRODUCER = "producer.";
    private static final String ADMIN = "admin.";

    /** What exactness and atomic publication rest on. */
    private static final Map<String, String> FIXED = Map.of(
            "isolation.level", "read_committed",
            "enable.auto.commit", "false",
            "enable.idempotence", "true",
            "acks", "all");

    /** Named after the federation, so that instances find and fence one another. */
    private static final Set<String> DERIVED = Set.of("group.id", "transactional.id");

    public PublisherConfig {
        requireFederation(federation);
        if (retainVersions < 1) {
            throw invalid(RETAIN_VERSIONS, retainVersions, "a whole number from 1");
        }
        if (recoveryTimeoutMs < MIN_RECOVERY_TIMEOUT_MS) {
            throw invalid(RECOVERY_TIMEOUT_MS, recoveryTimeoutMs, "milliseconds from " + MIN_RECOVERY_TIMEOUT_MS);
        }
        kafka = Map.copyOf(kafka);
        String servers = kafka.get(BOOTSTRAP_SERVERS);
        if (servers == null || servers.isBlank()) {
            throw invalid(BOOTSTRAP_SERVERS, servers, "host:port, or several separated by commas");
        }
        kafka.forEach(PublisherConfig::checkKafkaKey);
    }

    /**
     * Reads a configuration. Keys of Weir's other services ({@code weir.aggregator.…} and the like) are left aside, so
     * that one file can serve them all.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    public static PublisherConfig from(Map<String, ?> properties) {
        Map<String, String> kafka = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (!key.startsWith("weir.") || key.startsWith("weir.value.")) {
                kafka.put(key, Objects.toString(value, ""));
            } else if ((key.startsWith("weir.publisher.") || key.startsWith("weir.models."))
                    && !key.equals(RECOVERY_TIMEOUT_MS)
                    && !key.equals(RETAIN_VERSIONS)) {
                throw new IllegalArgumentException("key '" + key + "' is not known: the publisher has " + FEDERATION
                        + ", " + RETAIN_VERSIONS + " and " + RECOVERY_TIMEOUT_MS);
            }
        });
        return new PublisherConfig(
                Objects.toString(properties.get(FEDERATION), null),
                Math.toIntExact(number(properties, RETAIN_VERSIONS, DEFAULT_RETAIN_VERSIONS, Integer.MAX_VALUE)),
                number(properties, RECOVERY_TIMEOUT_MS, DEFAULT_RECOVERY_TIMEOUT_MS, Long.MAX_VALUE),
                kafka);
    }

    /** Addresses of the brokers to begin with. */
    public String bootstrapServers() {
        return kafka.get(BOOTSTRAP_SERVERS);
    }

    /** The federation's topics. */
    public Topics topics() {
        return new Topics(federation);
    }

    /** The user's keys for consumers. */
    public Map<String, Object> consumerProperties() {
        return withPrefix(CONSUMER);
    }

    /** The user's keys for producers. */
    public Map<String, Object> producerProperties() {
        return withPrefix(PRODUCER);
    }

    /** Consumer group of the federation's publishers. */
    public String groupId() {
        return "weir-" + federation + "-publisher";
    }

    /** Transactional id of the federation's one active publisher. */
    public String transactionalId() {
        return groupId();
    }

    private Map<String, Object> withPrefix(String prefix) {
        Map<String, Object> own = new HashMap<>();
        kafka.forEach((key, value) -> {
            if (!key.startsWith(CONSUMER) && !key.startsWith(PRODUCER) && !key.startsWith(ADMIN)) {
                own.put(key, value);
            }
        });
        kafka.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return own;
    }

    private static void requireFederation(String federation) {
        if (federation == null || federation.isBlank()) {
            throw invalid(FEDERATION, federation, "the name of a federation");
        }
        Topics.validateFederation(federation);
    }

    private static void checkKafkaKey(String key, String value) {
        String plain = key.startsWith(CONSUMER) || key.startsWith(PRODUCER) ? key.substring(CONSUMER.length()) : key;
        if (DERIVED.contains(plain)) {
            throw new IllegalArgumentException("key '" + key + "' must not be set: Weir derives it from " + FEDERATION);
        }
        String fixed = FIXED.get(plain);
        if (fixed != null && !fixed.equals(value) && !(plain.equals("acks") && value.equals("-1"))) {
            throw invalid(key, value, "'" + fixed + "' only: publication is exactly-once");
        }
    }

    private static long number(Map<String, ?> properties, String key, long otherwise, long max) {
        Object value = properties.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.toString().strip());
            if (number <= max) {
                return number;
            }
            throw invalid(key, value, "a whole number up to " + max);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "key '" + key + "' has value '" + value + "': allowed is a whole number", e);
        }
    }

    private static IllegalArgumentException invalid(String key, Object value, String allowed) {
        return new IllegalArgumentException("key '" + key + "' has value '" + value + "': allowed is " + allowed);
    }
}
