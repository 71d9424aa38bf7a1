package io.weir.publisher.internal;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the Kafka clients that the publisher and the readers work with. Whoever asks for one closes it. */
public interface KafkaClients {
    /** A member of the federation's publisher group; subscribes to nothing yet. */
    Consumer<String, SpecificRecord> groupConsumer();

    /** A consumer without a group, for reading a topic whole. */
    Consumer<String, SpecificRecord> reader();

    /** A producer with the federation's transactional id; transactions are not initialised yet. */
    Producer<String, SpecificRecord> producer();
}
