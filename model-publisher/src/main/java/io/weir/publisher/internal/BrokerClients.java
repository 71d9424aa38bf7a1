package io.weir.publisher.internal;

import io.weir.publisher.ClusterUnreachableException;
import io.weir.publisher.PublisherConfig;
import io.weir.schemas.serde.WeirSerdes;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of real brokers: the user's keys over our defaults, and what exactness rests on over both. */
public final class BrokerClients implements KafkaClients {
    private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;
    private static final int MAX_POLL_RECORDS = 64;
    /** Sums and models are megabytes: the system sizes the sockets' buffers. */
    private static final int BY_SYSTEM = -1;

    private static final int API_TIMEOUT_MS = 30_000;
    /** An instance that was killed is replaced after this. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /** An instance that leaves is replaced after this. */
    private static final int HEARTBEAT_INTERVAL_MS = 1_000;

    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    /** Shorter than a transaction may last, so that an undelivered record ends it and not the coordinator. */
    private static final int DELIVERY_TIMEOUT_MS = 45_000;

    private final PublisherConfig config;

    /** Makes clients for {@code config}. */
    public BrokerClients(PublisherConfig config) {
        this.config = config;
    }

    @Override
    public Consumer<String, SpecificRecord> groupConsumer() {
        Map<String, Object> properties = consumerProperties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        // Kafka's newer group protocol refuses these keys; its brokers decide them.
        if (!"consumer".equalsIgnoreCase(String.valueOf(properties.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            // Sticky: a healthy active instance keeps its partition when others join.
            properties.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
            properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
            properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MS);
        }
        return consumer(properties);
    }

    @Override
    public Consumer<String, SpecificRecord> reader() {
        return consumer(consumerProperties());
    }

    @Override
    public Producer<String, SpecificRecord> producer() {
        Map<String, Object> properties = config.producerProperties();
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.putIfAbsent(ProducerConfig.SEND_BUFFER_CONFIG, BY_SYSTEM);
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, API_TIMEOUT_MS);
        properties.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.transactionalId());
        return connect(
                () -> new KafkaProducer<>(properties, new StringSerializer(), WeirSerdes.serializer(properties)));
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = config.consumerProperties();
        properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_REQUEST_BYTES);
        properties.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, BY_SYSTEM);
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return properties;
    }

    private Consumer<String, SpecificRecord> consumer(Map<String, Object> properties) {
        return connect(
                () -> new KafkaConsumer<>(properties, new StringDeserializer(), WeirSerdes.deserializer(properties)));
    }

    private <C> C connect(Supplier<C> constructor) {
        try {
            return constructor.get();
        } catch (KafkaException e) {
            if (e.getCause() instanceof ConfigException cause
                    && String.valueOf(cause.getMessage()).contains(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                throw new ClusterUnreachableException(config.bootstrapServers(), cause.getMessage(), e);
            }
            throw e;
        }
    }
}
