package io.weir.client.internal;

import io.weir.client.update.EncodedUpdate;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;

/** The values of an update that this participant published, as every reader of the topic decodes them. */
final class PublishedUpdate {
    private PublishedUpdate() {}

    /** Decoded from the chunks that were sent. */
    static float[] decode(EncodedUpdate update) {
        Map<Integer, ByteBuffer> payloads = new HashMap<>();
        update.chunks().forEach(chunk -> payloads.put(chunk.getChunkIndex(), chunk.getPayload()));
        return decode(update.opened(), payloads);
    }

    /**
     * Decoded from the round's topic: first the commit that the seal names, then the chunks that the commit names.
     *
     * @return empty if the topic does not hold them any more
     */
    static Optional<float[]> read(
            Consumer<String, byte[]> consumer,
            Values values,
            OwnSealedUpdate taken,
            String participant,
            Duration timeout) {
        RoundOpened opened = taken.opened();
        List<PartitionInfo> partitions = consumer.partitionsFor(opened.getTopic(), timeout);
        if (partitions == null || partitions.isEmpty()) {
            return Optional.empty();
        }
        List<UpdateCommit> commits = new ArrayList<>();
        RoundTopicScan.read(consumer, opened, participant, timeout, record -> {
            if (values.read(record).orElse(null) instanceof UpdateCommit commit
                    && ByteBuffer.wrap(Digests.commitDigest(commit)).equals(taken.commitDigest())) {
                commits.add(commit);
            }
        });
        return commits.isEmpty() ? Optional.empty() : readChunks(consumer, values, opened, commits.get(0), timeout);
    }

    private static Optional<float[]> readChunks(
            Consumer<String, byte[]> consumer,
            Values values,
            RoundOpened opened,
            UpdateCommit commit,
            Duration timeout) {
        Map<Integer, ByteBuffer> payloads = new HashMap<>();
        RoundTopicScan.read(consumer, opened, commit.getParticipant(), timeout, record -> {
            if (values.read(record).orElse(null) instanceof UpdateChunk chunk && isNamed(chunk, commit)) {
                payloads.put(chunk.getChunkIndex(), chunk.getPayload());
            }
        });
        return payloads.size() == opened.getChunkCount() ? Optional.of(decode(opened, payloads)) : Optional.empty();
    }

    private static boolean isNamed(UpdateChunk chunk, UpdateCommit commit) {
        int index = chunk.getChunkIndex();
        return index >= 0
                && index < commit.getChunkHashes().size()
                && commit.getChunkHashes().get(index).equals(ByteBuffer.wrap(Digests.sha256(chunk.getPayload())));
    }

    private static float[] decode(RoundOpened opened, Map<Integer, ByteBuffer> payloads) {
        VectorChunks chunks = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        float[] values = new float[(int) opened.getParameterCount()];
        for (int c = 0; c < chunks.chunkCount(); c++) {
            ArrowCodecs.decodeFloats(
                    opened.getCodec(), payloads.get(c), chunks.length(c), values, (int) chunks.first(c));
        }
        return values;
    }
}
