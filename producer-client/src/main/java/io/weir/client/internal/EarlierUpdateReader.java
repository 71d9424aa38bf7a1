package io.weir.client.internal;

import io.weir.client.internal.EarlierUpdate.EarlierCommit;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Looks through a round's topic for what this participant has sent already. A key is only a claim, since others may write
 * to the topic: a commit counts if our key signed it, a chunk by the hash of its bytes.
 */
final class EarlierUpdateReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final Values values;
    private final ParticipantIdentity identity;
    private final RoundOpened opened;
    private final Map<Integer, Set<ByteBuffer>> chunkHashes = new HashMap<>();
    private Optional<EarlierCommit> commit = Optional.empty();

    private EarlierUpdateReader(
            Consumer<String, byte[]> consumer, Values values, ParticipantIdentity identity, RoundOpened opened) {
        this.consumer = consumer;
        this.values = values;
        this.identity = identity;
        this.opened = opened;
    }

    /**
     * Reads from the beginning to what is the end now.
     *
     * @throws TimeoutException if nothing arrives for {@code timeout} before the end is reached
     */
    static EarlierUpdate read(
            Consumer<String, byte[]> consumer,
            Values values,
            ParticipantIdentity identity,
            RoundOpened opened,
            Duration timeout) {
        EarlierUpdateReader reader = new EarlierUpdateReader(consumer, values, identity, opened);
        reader.readAll(timeout);
        return new EarlierUpdate(reader.chunkHashes, reader.commit);
    }

    private void readAll(Duration timeout) {
        int used = Math.min(opened.getPartitions(), opened.getChunkCount());
        List<TopicPartition> partitions = IntStream.range(0, used)
                .mapToObj(p -> new TopicPartition(opened.getTopic(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        long lastProgress = System.nanoTime();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            boolean any = false;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                any = true;
                if (isOurs(record)) {
                    apply(record);
                }
            }
            if (any) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > timeout.toNanos()) {
                throw new TimeoutException(
                        "nothing was read of " + opened.getTopic() + " for " + timeout.toMillis() + " ms");
            }
        }
    }

    private boolean isOurs(ConsumerRecord<String, byte[]> record) {
        return record.value() != null
                && Keys.claimedParticipant(record.key())
                        .map(identity.name()::equals)
                        .orElse(false);
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        Optional<SpecificRecord> value = values.read(record);
        if (value.isEmpty()) {
            return;
        }
        if (value.get() instanceof UpdateChunk chunk) {
            ByteBuffer hash = ByteBuffer.wrap(Digests.sha256(chunk.getPayload()));
            chunkHashes
                    .computeIfAbsent(chunk.getChunkIndex(), c -> new HashSet<>())
                    .add(hash);
        } else if (value.get() instanceof UpdateCommit found && isSigned(found)) {
            add(found, record);
        }
    }

    private boolean isSigned(UpdateCommit found) {
        byte[] signature = new byte[found.getSignature().remaining()];
        found.getSignature().duplicate().get(signature);
        return found.getFederation().equals(opened.getFederation())
                && found.getRound() == opened.getRound()
                && found.getParticipant().equals(identity.name())
                && Signatures.verify(
                        identity.publicKey(), found.getSignatureAlgorithm(), Digests.commitDigest(found), signature);
    }

    /** The first valid commit counts; another one would be equivocation. */
    private void add(UpdateCommit found, ConsumerRecord<String, byte[]> record) {
        EarlierCommit first = commit.orElseGet(() -> new EarlierCommit(found, record.value(), new HashSet<>()));
        commit = Optional.of(first);
        if (first.commit().equals(found)) {
            first.partitions().add(record.partition());
        }
    }
}
