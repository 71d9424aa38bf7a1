package io.weir.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.ParticipantConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    private static final Map<String, String> SECURITY = Map.of(
            "security.protocol", "SASL_SSL",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", "/etc/weir/ca.pem",
            "ssl.keystore.location", "/etc/weir/bank-a.p12",
            "ssl.endpoint.identification.algorithm", "https",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required;");

    private static ParticipantConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "weir.federation", "fraud",
                "weir.participant", "bank-a",
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081"));
        settings.putAll(more);
        return ParticipantConfig.from(settings);
    }

    private static ProducerConfig producer(Map<String, String> more) {
        Map<String, Object> settings = KafkaSettings.producer(config(more));
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return new ProducerConfig(settings);
    }

    private static ConsumerConfig consumer(Map<String, String> more) {
        Map<String, Object> settings = KafkaSettings.consumer(config(more));
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return new ConsumerConfig(settings);
    }

    @Test
    void tlsAndSaslReachBothOfKafkasClients() {
        assertThat(producer(SECURITY).originals()).containsAllEntriesOf(SECURITY);
        assertThat(consumer(SECURITY).originals()).containsAllEntriesOf(SECURITY);
    }

    @Test
    void kafkasOwnClientsAcceptAllOfIt() {
        Map<String, String> plain = Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";");
        ConfiguredKafkaClients clients = new ConfiguredKafkaClients(config(plain));

        try (Producer<String, byte[]> producer = clients.producer();
                Consumer<String, byte[]> committed = clients.committedConsumer();
                Consumer<String, byte[]> uncommitted = clients.uncommittedConsumer()) {
            assertThat(producer.metrics()).isNotEmpty();
            assertThat(committed.subscription()).isEmpty();
            assertThat(uncommitted.assignment()).isEmpty();
        }
    }

    @Test
    void writesDurablyAndReadsWhatIsCommitted() {
        ProducerConfig producer = producer(Map.of());

        assertThat(producer.getString("acks")).isEqualTo("-1");
        assertThat(producer.getBoolean("enable.idempotence")).isTrue();
        assertThat(producer.getInt("max.request.size")).isEqualTo(16 * 1024 * 1024);
        assertThat(producer.getString("compression.type")).isEqualTo("none");
        assertThat(producer.getInt("batch.size")).isGreaterThan(1024 * 1024);
        assertThat(consumer(Map.of()).getString("isolation.level")).isEqualTo("read_committed");
        assertThat(consumer(Map.of()).getBoolean("allow.auto.create.topics")).isFalse();
        assertThat(consumer(Map.of()).getBoolean("enable.auto.commit")).isFalse();
    }

    @Test
    void aPrefixedKeyReachesOneClientAndWinsOverAPlainOne() {
        Map<String, String> more = Map.of(
                "request.timeout.ms", "1000", "producer.request.timeout.ms", "2000", "consumer.max.poll.records", "7");

        assertThat(producer(more).getInt("request.timeout.ms")).isEqualTo(2000);
        assertThat(consumer(more).getInt("request.timeout.ms")).isEqualTo(1000);
        assertThat(consumer(more).getInt("max.poll.records")).isEqualTo(7);
        assertThat(producer(more).originals()).doesNotContainKeys("max.poll.records", "consumer.max.poll.records");
    }

    @Test
    void defaultsThatNothingDependsOnGiveWay() {
        Map<String, String> more = Map.of("compression.type", "zstd", "producer.linger.ms", "20");

        assertThat(producer(more).getString("compression.type")).isEqualTo("zstd");
        assertThat(producer(more).getLong("linger.ms")).isEqualTo(20);
    }

    @Test
    void readingNeverCommitsNorCreatesWhateverTheSettingsSay() {
        ConsumerConfig consumer = consumer(Map.of("enable.auto.commit", "true", "allow.auto.create.topics", "true"));

        assertThat(consumer.getBoolean("enable.auto.commit")).isFalse();
        assertThat(consumer.getBoolean("allow.auto.create.topics")).isFalse();
    }

    @Test
    void theRegistrysSettingsReachTheSerializersAndNotKafka() {
        Map<String, String> registry = Map.of(
                "basic.auth.user.info", "bank-a:secret",
                "schema.registry.ssl.truststore.location", "/etc/weir/ca.pem",
                "weir.value.serializer", "some.Serializer",
                "auto.register.schemas", "false");

        Map<String, Object> serde = KafkaSettings.serde(config(registry));

        assertThat(serde).containsAllEntriesOf(registry).containsEntry("schema.registry.url", "http://localhost:8081");
        assertThat(producer(registry).originals())
                .doesNotContainKeys(
                        "basic.auth.user.info", "schema.registry.ssl.truststore.location", "weir.value.serializer");
    }
}
