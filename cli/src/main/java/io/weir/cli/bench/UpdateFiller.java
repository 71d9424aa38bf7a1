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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

    private final Serializer<SpecificRecord> serializer;
    private final KafkaProducer<String, byte[]> producer;

    UpdateFiller(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_MAX_BYTES);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        this.serializer = WeirSerdes.serializer(config);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Sends one update for each identity; returns the bytes sent. */
    long fill(RoundOpened opened, List<ParticipantIdentity> identities, int parameters, long seed)
            throws InterruptedException {
        long bytes = 0;
        float[] delta = new float[parameters];
        for (ParticipantIdentity identity : identities) {
            SplittableRandom random = new SplittableRandom(
                    seed + opened.getRound() * 1_000_003L + identity.name().hashCode());
            for (int i = 0; i < parameters; i++) {
                delta[i] = (float) (random.nextDouble() - 0.5) / 16;
            }
            bytes += send(encode(opened, identity, delta));
        }
        producer.flush();
        return bytes;
    }

    private static EncodedUpdate encode(RoundOpened opened, ParticipantIdentity identity, float[] delta) {
        try {
            return new UpdateEncoder(identity).encode(opened, new LocalUpdate(delta, 100, 100, Map.of()));
        } catch (TrainingException e) {
            throw new FederationException("an update could not be made: " + e.getMessage(), e);
        }
    }

    private long send(EncodedUpdate update) throws InterruptedException {
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
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<String, byte[]> record : records) {
            sent.add(producer.send(record));
            bytes += record.value().length;
        }
        for (Future<RecordMetadata> future : sent) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new FederationException(
                        "an update could not be sent: " + e.getCause().getMessage(), e);
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        producer.close();
        serializer.close();
    }
}
