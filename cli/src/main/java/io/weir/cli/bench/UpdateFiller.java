package io.weir.cli.bench;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Keys;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Fills a round's topic with signed updates, as the participants would. */
final class UpdateFiller implements AutoCloseable {
    private static final int RECORD_MAX_BYTES = 16 * 1024 * 1024;
    private static final int WORKERS = 2;

    private final Serializer<SpecificRecord> serializer;
    private final KafkaProducer<String, byte[]> producer;

    UpdateFiller(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_MAX_BYTES);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        this.serializer = WeirSerdes.serializer(config);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Sends one update for each identity, two at a time; returns the bytes sent. */
    long fill(RoundOpened opened, List<ParticipantIdentity> identities, int parameters, long seed)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Callable<Long> worker = () -> {
            long bytes = 0;
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            float[] delta = new float[parameters];
            for (int i = next.getAndIncrement(); i < identities.size(); i = next.getAndIncrement()) {
                ParticipantIdentity identity = identities.get(i);
                draw(
                        delta,
                        seed + opened.getRound() * 1_000_003L + identity.name().hashCode());
                bytes += send(encode(opened, identity, delta), sent);
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
            return bytes;
        };
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            long bytes = 0;
            for (Future<Long> sent : workers.invokeAll(Collections.nCopies(WORKERS, worker))) {
                bytes += sent.get();
            }
            return bytes;
        } catch (ExecutionException e) {
            throw new FederationException(
                    "the topic could not be filled: " + e.getCause().getMessage(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private static void draw(float[] delta, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < delta.length; i++) {
            delta[i] = (float) (random.nextInt() * 0x1p-36);
        }
    }

    private static EncodedUpdate encode(RoundOpened opened, ParticipantIdentity identity, float[] delta) {
        try {
            return new UpdateEncoder(identity).encode(opened, new LocalUpdate(delta, 100, 100, Map.of()));
        } catch (TrainingException e) {
            throw new FederationException("an update could not be made: " + e.getMessage(), e);
        }
    }

    /** Sends without waiting; the producer's memory bounds what is under way. */
    private long send(EncodedUpdate update, List<Future<RecordMetadata>> sent) {
        String topic = update.opened().getTopic();
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (UpdateChunk chunk : update.chunks()) {
            records.add(new ProducerRecord<>(
                    topic,
                    update.partition(chunk.getChunkIndex()),
                    Keys.chunk(chunk.getParticipant(), chunk.getChunkIndex()),
                    serializer.serialize(topic, chunk)));
        }
        for (int partition = 0; partition < update.commitPartitions(); partition++) {
            records.add(new ProducerRecord<>(
                    topic,
                    partition,
                    Keys.commit(update.commit().getParticipant()),
                    serializer.serialize(topic, update.commit())));
        }
        long bytes = 0;
        for (ProducerRecord<String, byte[]> record : records) {
            sent.add(producer.send(record));
            bytes += record.value().length;
        }
        return bytes;
    }

    @Override
    public void close() {
        producer.close();
        serializer.close();
    }
}
