package io.weir.aggregator.internal.slice;

import io.weir.guard.Combination;
import io.weir.guard.kernel.FixedPoint;
import io.weir.schemas.model.VectorChunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Weighted sums: a chunk is added when it arrives and taken back, by reading it again, if it is not wanted. Memory for one
 * vector slice, whatever the number of participants.
 */
final class RunningSum implements SliceAccumulator {
    private final List<Integer> indexes;
    private final VectorChunks layout;
    private final int scaleBits;
    private final Map<Integer, long[]> sums = new HashMap<>();
    private final Set<HeldChunk> added = new HashSet<>();

    /**
     * Empty sums.
     *
     * @param indexes chunks of the slice
     */
    RunningSum(List<Integer> indexes, VectorChunks layout, int scaleBits) {
        this.indexes = indexes;
        this.layout = layout;
        this.scaleBits = scaleBits;
    }

    @Override
    public void arrived(HeldChunk chunk, float[] values) {
        accumulate(chunk, values, chunk.weight(), 1);
        added.add(chunk);
    }

    @Override
    public Map<Integer, long[]> settle(
            Combination combination, List<Wanted> updates, List<double[]> mixing, ChunkLog<float[]> log) {
        if (!(combination instanceof Combination.WeightedSum)) {
            throw new IllegalArgumentException("a running sum is no " + combination);
        }
        Map<HeldChunk, Double> wanted = new HashMap<>();
        updates.forEach(update -> update.chunks().values().forEach(chunk -> wanted.put(chunk, update.factor())));
        List<HeldChunk> touched = new ArrayList<>();
        added.stream().filter(chunk -> wanted.getOrDefault(chunk, 0.0) != 1).forEach(touched::add);
        wanted.forEach((chunk, factor) -> {
            if (!added.contains(chunk)) {
                touched.add(chunk);
            }
        });
        log.read(touched, (chunk, values) -> {
            if (added.remove(chunk)) {
                accumulate(chunk, values, -chunk.weight(), 1);
            }
            Double factor = wanted.get(chunk);
            if (factor != null) {
                accumulate(chunk, values, chunk.weight(), factor);
            }
        });
        Map<Integer, long[]> settled = new TreeMap<>();
        indexes.forEach(index -> settled.put(index, of(index)));
        return settled;
    }

    private void accumulate(HeldChunk chunk, float[] values, long weight, double factor) {
        FixedPoint.add(values, layout.length(chunk.chunkIndex()), weight, factor, scaleBits, of(chunk.chunkIndex()));
    }

    private long[] of(int chunkIndex) {
        return sums.computeIfAbsent(chunkIndex, index -> new long[layout.length(index)]);
    }

    @Override
    public void close() {
        sums.clear();
    }
}
