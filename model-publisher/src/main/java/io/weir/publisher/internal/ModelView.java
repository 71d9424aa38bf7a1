package io.weir.publisher.internal;

import io.weir.publisher.CorruptModelException;
import io.weir.publisher.PublishedModel;
import io.weir.schemas.Keys;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the models topic says, record by record. Holds the payloads of at most two versions: the head's, and a newer one
 * whose head has not come yet. Versions grow along the topic, and a version's chunks stand before its head. Not
 * thread-safe.
 */
public final class ModelView {
    private static final Logger log = LoggerFactory.getLogger(ModelView.class);

    private final NavigableMap<Long, BitSet> retained = new TreeMap<>();
    private ModelHead head;
    private Map<Integer, ModelChunk> headChunks = Map.of();
    private long pendingVersion = VersionBuilder.NONE;
    private Map<Integer, ModelChunk> pendingChunks = new HashMap<>();

    /** Takes the topic's next record. */
    public void accept(ConsumerRecord<String, SpecificRecord> row) {
        Optional<ModelKey> chunkKey = ModelKey.parse(row.key());
        if (chunkKey.isPresent()) {
            acceptChunk(chunkKey.get(), row);
        } else if (Keys.head().equals(row.key()) && row.value() instanceof ModelHead newest) {
            acceptHead(newest);
        } else {
            log.atWarn()
                    .addKeyValue("topic", row.topic())
                    .addKeyValue("offset", row.offset())
                    .log("left aside a record that is neither a model chunk nor a head");
        }
    }

    private void acceptChunk(ModelKey key, ConsumerRecord<String, SpecificRecord> row) {
        if (row.value() == null) {
            forget(key);
            return;
        }
        if (!(row.value() instanceof ModelChunk chunk)
                || chunk.getVersion() != key.version()
                || chunk.getChunkIndex() != key.chunkIndex()) {
            throw new CorruptModelException("topic '" + row.topic() + "', offset " + row.offset()
                    + ": the record is not the chunk that its key '" + row.key() + "' names");
        }
        retained.computeIfAbsent(key.version(), version -> new BitSet()).set(key.chunkIndex());
        if (head != null && key.version() <= head.getVersion()) {
            return;
        }
        if (key.version() > pendingVersion) {
            pendingVersion = key.version();
            pendingChunks = new HashMap<>();
        }
        if (key.version() == pendingVersion) {
            pendingChunks.put(key.chunkIndex(), chunk);
        }
    }

    private void acceptHead(ModelHead newest) {
        if (newest.getVersion() == pendingVersion) {
            headChunks = pendingChunks;
            pendingChunks = new HashMap<>();
            pendingVersion = VersionBuilder.NONE;
        } else if (head == null || newest.getVersion() > head.getVersion()) {
            headChunks = Map.of();
        }
        head = newest;
    }

    private void forget(ModelKey key) {
        BitSet chunks = retained.get(key.version());
        if (chunks != null) {
            chunks.clear(key.chunkIndex());
            if (chunks.isEmpty()) {
                retained.remove(key.version());
            }
        }
    }

    /** The newest head, if there is one; its chunks are not verified. */
    public Optional<ModelHead> head() {
        return Optional.ofNullable(head);
    }

    /** The newest version, verified. */
    public Optional<PublishedModel> model() {
        return head().map(newest -> ModelAssembly.assemble(newest, headChunks));
    }

    /** The chunks in the topic, by version. */
    public NavigableMap<Long, BitSet> retained() {
        return retained;
    }
}
