package io.weir.aggregator.internal.slice;

import io.weir.guard.Combination;
import io.weir.guard.kernel.FixedPoint;
import io.weir.schemas.arrow.FloatColumn;
import io.weir.schemas.model.VectorChunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums, weighted or not: a chunk is added when it arrives and taken back, by reading it again, if it is not wanted. Memory for one
 * vector slice, whatever the number of participants.
 */
final class RunningSum implements SliceAccumulator {
    private final List<Integer> indexes;
    private final VectorChunks layout;
    private final int scaleBits;
    private final Combination combination;
    private final Map<Integer, long[]> sums = new HashMap<>();
    private final Set<HeldChunk> added = new HashSet<>();

    /**
     * Empty sums.
     *
     * @param indexes chunks of the slice
     * @param combination what is added up
     * @throws IllegalArgumentException if it {@linkplain #isOf is no sum}
     */
    RunningSum(List<Integer> indexes, VectorChunks layout, int scaleBits, Combination combination) {
        if (!isOf(combination)) {
            throw new IllegalArgumentException(combination + " needs all values at once");
        }
        this.indexes = indexes;
        this.layout = layout;
        this.scaleBits = scaleBits;
        this.combination = combination;
    }

    /** Whether terms can be added and taken back. */
    static boolean isOf(Combination combination) {
        return combination instanceof Combination.WeightedSum || combination instanceof Combination.Linear;
    }

    @Override
    public void arrived(HeldChunk chunk, FloatColumn values) {
        accumulate(chunk, values, weight(chunk), 1);
        added.add(chunk);
    }

    @Override
    public Map<Integer, long[]> settle(
            Combination judged, List<Wanted> updates, List<double[]> mixing, ChunkSource<FloatColumn> log) {
        if (!combination.equals(judged)) {
            throw new IllegalArgumentException("a running " + combination + " is no " + judged);
        }
        Map<HeldChunk, Double> wanted = factors(updates);
        log.read(touched(wanted), (chunk, values) -> {
            if (added.remove(chunk)) {
                accumulate(chunk, values, -weight(chunk), 1);
            }
            Double factor = wanted.get(chunk);
            if (factor != null) {
                accumulate(chunk, values, weight(chunk), factor);
            }
        });
        Map<Integer, long[]> settled = new TreeMap<>();
        indexes.forEach(index -> settled.put(index, of(index)));
        return settled;
    }

    /** Whether it can give the sums of these updates, and reads fewer chunks again for it than they have. */
    boolean isShortFor(Combination judged, List<Wanted> updates) {
        Map<HeldChunk, Double> wanted = factors(updates);
        return combination.equals(judged) && touched(wanted).size() < wanted.size();
    }

    private static Map<HeldChunk, Double> factors(List<Wanted> updates) {
        Map<HeldChunk, Double> factors = new HashMap<>();
        updates.forEach(update -> update.chunks().values().forEach(chunk -> factors.put(chunk, update.factor())));
        return factors;
    }

    private List<HeldChunk> touched(Map<HeldChunk, Double> wanted) {
        List<HeldChunk> touched = new ArrayList<>();
        added.stream().filter(chunk -> wanted.getOrDefault(chunk, 0.0) != 1).forEach(touched::add);
        wanted.forEach((chunk, factor) -> {
            if (!added.contains(chunk)) {
                touched.add(chunk);
            }
        });
        return touched;
    }

    private long weight(HeldChunk chunk) {
        return combination instanceof Combination.WeightedSum ? chunk.weight() : 1;
    }

    private void accumulate(HeldChunk chunk, FloatColumn values, long weight, double factor) {
        values.addFixedPoint(weight, FixedPoint.scale(factor, scaleBits), of(chunk.chunkIndex()));
    }

    private long[] of(int chunkIndex) {
        return sums.computeIfAbsent(chunkIndex, index -> new long[layout.length(index)]);
    }

    @Override
    public void close() {
        sums.clear();
    }
}
