package io.weir.client;

import io.weir.client.internal.KafkaSettings;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * A participant's settings.
 *
 * @param federation {@code weir.federation}: the federation's name
 * @param participant {@code weir.participant}: this participant's name, as in its certificate
 * @param bootstrapServers {@code bootstrap.servers}: brokers as HOST:PORT, separated by commas
 * @param schemaRegistryUrl {@code schema.registry.url}: the registry's address
 * @param startupTimeoutMs {@code weir.startup.timeout.ms}: how long Kafka and the registry may take to answer at first
 * @param modelWaitMs {@code weir.model.wait.ms}: how long to wait for the model that an open round starts from
 * @param roundPollMs {@code weir.round.poll.ms}: how long one wait for news from Kafka lasts
 * @param statistics {@code weir.statistics.answer}: which rounds of statistics it answers
 * @param secure {@code weir.secure.*}: what secure aggregation needs
 * @param attestation {@code weir.attestation.*}: what aggregators must prove
 * @param kafka every other key, as it is: for both of Kafka's clients and the serializers, or for one client with the
 *     prefix {@code producer.} or {@code consumer.}
 */
public record ParticipantConfig(
        String federation,
        String participant,
        String bootstrapServers,
        String schemaRegistryUrl,
        long startupTimeoutMs,
        long modelWaitMs,
        long roundPollMs,
        StatisticsAnswers statistics,
        SecureConfig secure,
        AttestationConfig attestation,
        Map<String, String> kafka) {
    public static final String FEDERATION = "weir.federation";
    public static final String PARTICIPANT = "weir.participant";
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    public static final String STARTUP_TIMEOUT_MS = "weir.startup.timeout.ms";
    public static final String MODEL_WAIT_MS = "weir.model.wait.ms";
    public static final String ROUND_POLL_MS = "weir.round.poll.ms";

    private static final Set<String> OWN_KEYS = Set.of(
            FEDERATION,
            PARTICIPANT,
            BOOTSTRAP_SERVERS,
            SCHEMA_REGISTRY_URL,
            STARTUP_TIMEOUT_MS,
            MODEL_WAIT_MS,
            ROUND_POLL_MS,
            StatisticsAnswers.KEY,
            SecureConfig.COMMITTEE,
            SecureConfig.STATE_DIR,
            SecureConfig.TRUSTED_CERTIFICATES);
    private static final long DEFAULT_STARTUP_TIMEOUT_MS = 30_000;
    private static final long DEFAULT_MODEL_WAIT_MS = 300_000;
    private static final long DEFAULT_ROUND_POLL_MS = 500;
    private static final long MAX_WAIT_MS = 7L * 24 * 3_600_000;

    public ParticipantConfig {
        Topics.validateFederation(federation);
        Keys.validateParticipant(participant);
        present(BOOTSTRAP_SERVERS, bootstrapServers);
        present(SCHEMA_REGISTRY_URL, schemaRegistryUrl);
        withinWaits(STARTUP_TIMEOUT_MS, startupTimeoutMs);
        withinWaits(MODEL_WAIT_MS, modelWaitMs);
        withinWaits(ROUND_POLL_MS, roundPollMs);
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
    }

    /**
     * Reads settings by key; see the components for the keys.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    public static ParticipantConfig from(Properties properties) {
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return from(settings);
    }

    /**
     * Reads settings by key; see the components for the keys. Keys with other {@code weir.} names reach the serializers
     * only; those of other programs that share the file do no harm.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    public static ParticipantConfig from(Map<String, String> settings) {
        Map<String, String> kafka = new HashMap<>(settings);
        kafka.keySet().removeAll(OWN_KEYS);
        kafka.keySet().removeAll(AttestationConfig.KEYS);
        return new ParticipantConfig(
                required(settings, FEDERATION),
                required(settings, PARTICIPANT),
                required(settings, BOOTSTRAP_SERVERS),
                required(settings, SCHEMA_REGISTRY_URL),
                number(settings, STARTUP_TIMEOUT_MS, DEFAULT_STARTUP_TIMEOUT_MS),
                number(settings, MODEL_WAIT_MS, DEFAULT_MODEL_WAIT_MS),
                number(settings, ROUND_POLL_MS, DEFAULT_ROUND_POLL_MS),
                StatisticsAnswers.parse(
                        settings.getOrDefault(StatisticsAnswers.KEY, StatisticsAnswers.WITHOUT_NOISE.text())),
                SecureConfig.from(settings),
                AttestationConfig.from(settings),
                kafka);
    }

    private static String required(Map<String, String> settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing: a participant needs " + FEDERATION + ", "
                    + PARTICIPANT + ", " + BOOTSTRAP_SERVERS + " and " + SCHEMA_REGISTRY_URL);
        }
        return value.trim();
    }

    private static long number(Map<String, String> settings, String key, long otherwise) {
        String value = settings.get(key);
        try {
            return value == null ? otherwise : Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "': use a whole number of milliseconds", e);
        }
    }

    private static void present(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + " is blank: give at least one address");
        }
    }

    private static void withinWaits(String key, long valueMs) {
        if (valueMs < 1 || valueMs > MAX_WAIT_MS) {
            throw new IllegalArgumentException(key + " is " + valueMs + ": use 1 to " + MAX_WAIT_MS + " milliseconds");
        }
    }

    /** Without the values of Kafka's settings, which may hold passwords. */
    @Override
    public String toString() {
        return "ParticipantConfig[federation=" + federation + ", participant=" + participant + ", bootstrapServers="
                + bootstrapServers + ", startupTimeoutMs=" + startupTimeoutMs + ", modelWaitMs=" + modelWaitMs
                + ", roundPollMs=" + roundPollMs + ", statistics=" + statistics + ", secure=" + secure
                + ", attestation=" + attestation + ", kafka="
                + kafka.keySet() + "]";
    }
}
