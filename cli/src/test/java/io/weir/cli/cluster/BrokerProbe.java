package io.weir.cli.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a test asks of a broker, with Kafka's own clients. */
final class BrokerProbe {
    private final String bootstrapServers;

    BrokerProbe(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void createTopic(String name) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get();
        }
    }

    Set<String> topics() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    KafkaProducer<String, String> transactionalProducer(String transactionalId) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "transactional.id",
                        transactionalId,
                        "max.request.size",
                        16 << 20,
                        "buffer.memory",
                        64L << 20),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Keys that a group reads committed, until {@code last} has come. */
    List<String> committedKeysUntil(String topic, String last) {
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "probe",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long startNs = System.nanoTime();
            while (!keys.contains(last)) {
                if (System.nanoTime() - startNs > Duration.ofSeconds(60).toNanos()) {
                    throw new AssertionError("record '" + last + "' did not come; came: " + keys);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(r -> keys.add(r.key()));
            }
        }
        return keys;
    }

    /** Sends to the first partition and waits for the broker's answer. */
    static void send(KafkaProducer<String, String> producer, String topic, String key, String value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
    }

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers));
    }
}
