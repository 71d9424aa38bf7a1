package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.schemas.serde.WeirSerdes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What each of Kafka's clients and the serializers are configured with. */
public final class KafkaSettings {
    private static final String PRODUCER_PREFIX = "producer.";
    private static final String CONSUMER_PREFIX = "consumer.";
    private static final int MIB = 1 << 20;

    /** Keys that serializers take; Kafka's clients would warn that they do not know them. */
    private static final Set<String> SERDE_PREFIXES =
            Set.of("weir.", "schema.registry.", "basic.auth.", "bearer.auth.", "apicurio.");

    private static final Map<String, String> PRODUCER_DEFAULTS = Map.ofEntries(
            Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
            Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(16 * MIB)),
            // One chunk of 256 Ki float32 with its frame fills a batch by itself: there is nothing to linger for.
            Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(MIB + 64 * 1024)),
            Map.entry(ProducerConfig.LINGER_MS_CONFIG, "0"),
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(64 * MIB)),
            // Parameters are noise to a compressor.
            Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"));

    private static final Map<String, String> CONSUMER_DEFAULTS = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            Integer.toString(4 * MIB),
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            Integer.toString(16 * MIB),
            ConsumerConfig.RECEIVE_BUFFER_CONFIG,
            "-1");

    /** Not for anyone to choose: partitions are assigned, read from their beginning, and never made by reading. */
    private static final Map<String, String> CONSUMER_FIXED = Map.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");

    private KafkaSettings() {}

    /**
     * Checks what a participant depends on.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    public static void check(Map<String, String> kafka) {
        kafka.forEach((key, value) -> {
            String name = withoutPrefix(key);
            switch (name) {
                case ProducerConfig.TRANSACTIONAL_ID_CONFIG ->
                    throw refused(
                            key,
                            value,
                            "leave it out: participants never write in transactions, since an open one"
                                    + " holds back every reader of the round");
                case ProducerConfig.ACKS_CONFIG -> only(key, value, value.equals("all") || value.equals("-1"), "all");
                case ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG ->
                    only(key, value, value.equalsIgnoreCase("true"), "true");
                case ConsumerConfig.ISOLATION_LEVEL_CONFIG ->
                    only(key, value, value.equals("read_committed"), "read_committed");
                case ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG ->
                    throw refused(key, value, "leave it out: keys are UTF-8 text");
                case ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG ->
                    throw refused(key, value, "name the class in " + WeirSerdes.VALUE_SERIALIZER);
                case ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG ->
                    throw refused(key, value, "name the class in " + WeirSerdes.VALUE_DESERIALIZER);
                default -> {
                    // Kafka's clients check the rest.
                }
            }
        });
    }

    private static void only(String key, String value, boolean holds, String allowed) {
        if (!holds) {
            throw refused(key, value, "only '" + allowed + "' is allowed, which is also the default");
        }
    }

    private static IllegalArgumentException refused(String key, String value, String allowed) {
        return new IllegalArgumentException(key + " is '" + value + "': " + allowed);
    }

    /** Settings of the producer, without its serializers. */
    static Map<String, Object> producer(ParticipantConfig config) {
        Map<String, Object> settings = new HashMap<>(PRODUCER_DEFAULTS);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId(config));
        addKafka(settings, config, PRODUCER_PREFIX);
        return settings;
    }

    /** Settings of a consumer, without its deserializers. */
    static Map<String, Object> consumer(ParticipantConfig config) {
        Map<String, Object> settings = new HashMap<>(CONSUMER_DEFAULTS);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId(config));
        addKafka(settings, config, CONSUMER_PREFIX);
        settings.putAll(CONSUMER_FIXED);
        return settings;
    }

    /** What a value serializer or deserializer is configured with. */
    static Map<String, Object> serde(ParticipantConfig config) {
        Map<String, Object> settings = new HashMap<>();
        config.kafka().forEach((key, value) -> {
            if (withoutPrefix(key).equals(key)) {
                settings.put(key, value);
            }
        });
        settings.put(ParticipantConfig.SCHEMA_REGISTRY_URL, config.schemaRegistryUrl());
        return settings;
    }

    private static void addKafka(Map<String, Object> settings, ParticipantConfig config, String prefix) {
        config.kafka().forEach((key, value) -> {
            if (withoutPrefix(key).equals(key) && SERDE_PREFIXES.stream().noneMatch(key::startsWith)) {
                settings.put(key, value);
            }
        });
        config.kafka().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        settings.put(ParticipantConfig.BOOTSTRAP_SERVERS, config.bootstrapServers());
    }

    private static String clientId(ParticipantConfig config) {
        return "weir-" + config.federation() + "-" + config.participant();
    }

    private static String withoutPrefix(String key) {
        if (key.startsWith(PRODUCER_PREFIX)) {
            return key.substring(PRODUCER_PREFIX.length());
        }
        return key.startsWith(CONSUMER_PREFIX) ? key.substring(CONSUMER_PREFIX.length()) : key;
    }
}
