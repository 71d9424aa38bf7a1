package io.weir.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends, and waits for the acknowledgement. */
final class Acknowledged {
    private Acknowledged() {}

    /**
     * Sends records, all at once.
     *
     * @return bytes of their values
     * @throws KafkaException if one was not acknowledged
     */
    static long send(Producer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records, StopSignal stop)
            throws InterruptedException {
        return stop.interruptibly(() -> {
            List<Future<RecordMetadata>> acknowledged = new ArrayList<>(records.size());
            long sentBytes = 0;
            for (ProducerRecord<String, byte[]> record : records) {
                acknowledged.add(producer.send(record));
                sentBytes += record.value().length;
            }
            for (Future<RecordMetadata> one : acknowledged) {
                await(one);
            }
            return sentBytes;
        });
    }

    private static void await(Future<RecordMetadata> acknowledged) throws InterruptedException {
        try {
            acknowledged.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("a record was not acknowledged", e.getCause());
        }
    }
}
