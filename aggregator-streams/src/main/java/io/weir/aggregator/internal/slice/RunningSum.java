package io.weir.aggregator.internal.slice;

import io.weir.guard.kernel.FixedPoint;
import io.weir.schemas.model.VectorChunks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Exact running sums of this partition's chunks: memory for one vector slice, whatever the number of participants. */
final class SliceSum {
    private final VectorChunks layout;
    private final int scaleBits;
    private final Map<Integer, long[]> sums = new HashMap<>();
    private final Set<HeldChunk> added = new HashSet<>();

    SliceSum(VectorChunks layout, int scaleBits) {
        this.layout = layout;
        this.scaleBits = scaleBits;
    }

    void add(HeldChunk chunk, float[] values, double factor) {
        accumulate(chunk, values, chunk.weight(), factor);
        added.add(chunk);
    }

    /** Takes a chunk back that was added with factor 1. */
    void retract(HeldChunk chunk, float[] values) {
        accumulate(chunk, values, -chunk.weight(), 1);
        added.remove(chunk);
    }

    private void accumulate(HeldChunk chunk, float[] values, long weight, double factor) {
        FixedPoint.add(values, layout.length(chunk.chunkIndex()), weight, factor, scaleBits, of(chunk.chunkIndex()));
    }

    Set<HeldChunk> added() {
        return Set.copyOf(added);
    }

    long[] of(int chunkIndex) {
        return sums.computeIfAbsent(chunkIndex, index -> new long[layout.length(index)]);
    }
}
