package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.schemas.serde.WeirSerdes;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own clients, and the serializers that the configuration names. */
public final class ConfiguredKafkaClients implements KafkaClients {
    private final ParticipantConfig config;

    /** @param config with whatever Kafka's clients and the serializers need */
    public ConfiguredKafkaClients(ParticipantConfig config) {
        this.config = config;
    }

    @Override
    public Consumer<String, byte[]> committedConsumer() {
        return new KafkaConsumer<>(
                KafkaSettings.consumer(config), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<String, byte[]> uncommittedConsumer() {
        Map<String, Object> settings = KafkaSettings.consumer(config);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<String, byte[]> producer() {
        return new KafkaProducer<>(KafkaSettings.producer(config), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public Values values() {
        return new Values(WeirSerdes.serde(KafkaSettings.serde(config)));
    }
}
