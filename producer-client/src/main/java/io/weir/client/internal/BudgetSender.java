package io.weir.client.internal;

import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.BudgetRecord;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes down what was spent. */
final class BudgetSender {
    private final Producer<String, byte[]> producer;
    private final Values values;
    private final StopSignal stop;

    /** The producer, which waits for all replicas, remains the caller's. */
    BudgetSender(Producer<String, byte[]> producer, Values values, StopSignal stop) {
        this.producer = producer;
        this.values = values;
        this.stop = stop;
    }

    /**
     * Returns once the record is acknowledged.
     *
     * @throws org.apache.kafka.common.KafkaException if it was not
     */
    void send(BudgetRecord record) throws InterruptedException {
        String topic = new Topics(record.getFederation()).budget();
        Acknowledged.send(
                producer,
                List.of(new ProducerRecord<>(
                        topic, 0, Keys.budget(record.getParticipant()), values.write(topic, record))),
                stop);
    }
}
