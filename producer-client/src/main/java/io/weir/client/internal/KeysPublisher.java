package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.secure.SignedKeys;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.schemas.Topics;
import io.weir.wire.ParticipantKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a participant's public keys into the keys topic, unless they are there. */
final class KeysPublisher {
    private static final Logger log = LoggerFactory.getLogger(KeysPublisher.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final ParticipantKeys keys;
    private final byte[] publicKey;
    private final Duration timeout;
    private final StopSignal stop;

    KeysPublisher(ParticipantConfig config, ParticipantIdentity identity, SecureIdentity keys, StopSignal stop) {
        this.topic = new Topics(config.federation()).keys();
        this.keys = SignedKeys.of(
                config.federation(), identity, keys, config.secure().committee());
        this.publicKey = identity.publicKey();
        this.timeout = Duration.ofMillis(config.startupTimeoutMs());
        this.stop = stop;
    }

    /**
     * Publishes, and waits until it is acknowledged.
     *
     * @throws KafkaException if the topic cannot be read or written
     */
    void publish(Consumer<String, byte[]> consumer, Producer<String, byte[]> producer, Values values)
            throws InterruptedException {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, timeout);
        if (partitions == null || partitions.isEmpty()) {
            log.atWarn()
                    .addKeyValue("topic", topic)
                    .log("no topic for keys: rounds that hide updates will not have this participant");
            return;
        }
        boolean published = newest(consumer, values)
                .filter(found -> SignedKeys.stands(found, keys, publicKey))
                .isPresent();
        if (!published) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(topic, 0, keys.getParticipant(), values.write(topic, keys));
            Acknowledged.send(producer, List.of(record), stop);
            log.atInfo().addKeyValue("committee", keys.getCommittee()).log("keys published");
        }
    }

    /** What the topic has under this participant's name. */
    private Optional<ParticipantKeys> newest(Consumer<String, byte[]> consumer, Values values) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), timeout).get(partition);
        Optional<ParticipantKeys> newest = Optional.empty();
        long lastProgress = System.nanoTime();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                lastProgress = System.nanoTime();
                if (keys.getParticipant().equals(record.key())) {
                    newest = record.value() == null
                            ? Optional.empty()
                            : values.read(record)
                                    .filter(ParticipantKeys.class::isInstance)
                                    .map(ParticipantKeys.class::cast);
                }
            }
            if (System.nanoTime() - lastProgress > timeout.toNanos()) {
                throw new TimeoutException("nothing was read of " + topic + " for " + timeout.toMillis() + " ms");
            }
        }
        return newest;
    }
}
