package io.weir.client.internal;

import io.weir.client.internal.EarlierUpdate.EarlierCommit;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Looks through a round's topic for what this participant has sent already. A key is only a claim, since others may write
 * to the topic: a commit counts if our key signed it, a chunk by the hash of its bytes.
 */
final class EarlierUpdateReader {
    private final Values values;
    private final ParticipantIdentity identity;
    private final RoundOpened opened;
    private final Map<Integer, Set<ByteBuffer>> chunkHashes = new HashMap<>();
    private Optional<EarlierCommit> commit = Optional.empty();

    private EarlierUpdateReader(Values values, ParticipantIdentity identity, RoundOpened opened) {
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
        EarlierUpdateReader reader = new EarlierUpdateReader(values, identity, opened);
        RoundTopicScan.read(consumer, opened, identity.name(), timeout, reader::apply);
        return new EarlierUpdate(reader.chunkHashes, reader.commit);
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
        byte[] signature = Bytes.copy(found.getSignature());
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
