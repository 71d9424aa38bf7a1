package io.weir.publisher.internal;

import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.ModelChunk;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes versions, each in one transaction with the offsets of the slices that it was made from. */
final class VersionWriter {
    private final Producer<String, SpecificRecord> producer;
    private final Topics topics;
    private final int retainVersions;

    VersionWriter(Producer<String, SpecificRecord> producer, Topics topics, int retainVersions) {
        this.producer = producer;
        this.topics = topics;
        this.retainVersions = retainVersions;
    }

    /**
     * Publishes or changes nothing.
     *
     * @param retained chunks in the models topic by version; brought up to date when the transaction is committed
     * @throws org.apache.kafka.common.KafkaException if the transaction failed; this writer is of no more use then
     */
    void write(
            NewVersion version,
            NavigableMap<Long, BitSet> retained,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        long number = version.model().version();
        NavigableMap<Long, BitSet> expired = retained.headMap(number - retainVersions, true);
        producer.beginTransaction();
        try {
            for (ModelChunk chunk : version.chunks()) {
                send(topics.models(), Keys.model(number, chunk.getChunkIndex()), chunk);
            }
            expired.forEach((old, chunks) ->
                    chunks.stream().forEach(index -> send(topics.models(), Keys.model(old, index), null)));
            send(topics.ledger(), Keys.round(version.ledger().getRound()), version.ledger());
            send(topics.models(), Keys.head(), version.model().head());
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
        } catch (RuntimeException e) {
            Closing.quietly(producer::abortTransaction, e);
            throw e;
        }
        expired.clear();
        BitSet chunks = new BitSet();
        chunks.set(0, version.chunks().size());
        retained.put(number, chunks);
    }

    private void send(String topic, String key, SpecificRecord value) {
        // A send that fails fails the transaction: commitTransaction throws what broke it.
        var unused = producer.send(new ProducerRecord<>(topic, 0, key, value));
    }
}
