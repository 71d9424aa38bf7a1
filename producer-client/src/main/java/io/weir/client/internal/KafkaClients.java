package io.weir.client.internal;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Where a participant's connections come from. */
public interface KafkaClients {
    /** A consumer of what is committed; no group. */
    Consumer<String, byte[]> committedConsumer();

    /** A consumer of everything; no group. An open transaction of somebody else's cannot hide what we sent ourselves. */
    Consumer<String, byte[]> uncommittedConsumer();

    /** An idempotent producer without transactions. */
    Producer<String, byte[]> producer();

    /** How values are written and read. */
    Values values();
}
