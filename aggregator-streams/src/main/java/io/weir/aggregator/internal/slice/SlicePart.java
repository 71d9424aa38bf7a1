package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Which part of which round a slice is.
 *
 * @param deserializer of the round topic's values
 */
record SlicePart(RoundOpened opened, int partition, Deserializer<SpecificRecord> deserializer) {
    VectorChunks layout() {
        return new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
    }

    /** Chunks of the vector that lie in the partition. */
    List<Integer> indexes() {
        return IntStream.iterate(partition, c -> c < opened.getChunkCount(), c -> c + opened.getPartitions())
                .boxed()
                .toList();
    }

    /** Reads the part's chunks again. */
    <V> ChunkLog<V> chunkLog(ChunkDecoder<V> decoder, LogReader log) {
        return new ChunkLog<>(opened, partition, deserializer, decoder, log);
    }
}
