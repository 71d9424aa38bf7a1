package io.weir.client.internal;

import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.update.EncodedUpdate;
import io.weir.schemas.Keys;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends what is not in the topic yet: chunks first, and commits once every chunk is acknowledged. */
final class UpdateSender {
    private final Producer<String, byte[]> producer;
    private final Values values;
    private final UpdateInterceptor interceptor;
    private final StopSignal stop;

    /** The producer remains the caller's. */
    UpdateSender(Producer<String, byte[]> producer, Values values, UpdateInterceptor interceptor, StopSignal stop) {
        this.producer = producer;
        this.values = values;
        this.interceptor = interceptor;
        this.stop = stop;
    }

    /** Number of partitions of a round's topic, asked over a connection on which no fetch is under way. */
    int partitionCount(String topic) throws InterruptedException {
        return stop.interruptibly(() -> producer.partitionsFor(topic).size());
    }

    /**
     * Sends an update and waits until it is acknowledged.
     *
     * @return bytes of the records sent
     * @throws KafkaException if a record was not acknowledged
     */
    long send(EncodedUpdate update, EarlierUpdate earlier) throws InterruptedException {
        List<ProducerRecord<String, byte[]>> chunks = new ArrayList<>();
        for (UpdateChunk chunk : update.chunks()) {
            if (!earlier.has(chunk.getChunkIndex(), chunk.getSha256())) {
                chunks.add(record(
                        update.opened(),
                        update.partition(chunk.getChunkIndex()),
                        Keys.chunk(chunk.getParticipant(), chunk.getChunkIndex()),
                        values.write(update.opened().getTopic(), chunk)));
            }
        }
        long sentBytes = sendAll(chunks);
        byte[] commit = earlier.commit()
                .map(EarlierUpdate.EarlierCommit::bytes)
                .orElseGet(() -> values.write(update.opened().getTopic(), update.commit()));
        return sentBytes
                + sendCommits(
                        update.opened(), update.commit().getParticipant(), commit, update.commitPartitions(), earlier);
    }

    /**
     * Sends an earlier run's commit, byte by byte, to those partitions that lack it.
     *
     * @return bytes of the records sent
     */
    long completeCommits(RoundOpened opened, EarlierUpdate.EarlierCommit commit, EarlierUpdate earlier)
            throws InterruptedException {
        int partitions = Math.min(opened.getPartitions(), commit.commit().getChunkCount());
        return sendCommits(opened, commit.commit().getParticipant(), commit.bytes(), partitions, earlier);
    }

    private long sendCommits(
            RoundOpened opened, String participant, byte[] commit, int partitions, EarlierUpdate earlier)
            throws InterruptedException {
        List<ProducerRecord<String, byte[]>> commits = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            boolean there = earlier.commit()
                    .map(found -> found.partitions().contains(partition))
                    .orElse(false);
            if (!there) {
                commits.add(record(opened, p, Keys.commit(participant), commit));
            }
        }
        return sendAll(commits);
    }

    private ProducerRecord<String, byte[]> record(RoundOpened opened, int partition, String key, byte[] value) {
        byte[] sent = interceptor.beforeSending(opened, key, value);
        return new ProducerRecord<>(opened.getTopic(), partition, key, sent);
    }

    private long sendAll(List<ProducerRecord<String, byte[]>> records) throws InterruptedException {
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

    /** Waits for one record's acknowledgement. */
    static void await(Future<RecordMetadata> acknowledged) throws InterruptedException {
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
