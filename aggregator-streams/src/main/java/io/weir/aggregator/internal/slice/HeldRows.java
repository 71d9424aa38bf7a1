package io.weir.aggregator.internal.slice;

import io.weir.guard.Combination.MiddleRanks;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.schemas.model.VectorChunks;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For rules that need every value at once. Values are held off the heap as long as there are buffers; what found none is
 * read again from the log, for as many columns at a time as a stripe of fixed size has room for. Whether a value was held
 * or read again changes no bit.
 */
final class HeldRows implements SliceAccumulator {
    /** Memory for values that are read again, in each task that sums. */
    static final int STRIPE_BYTES = 16 * 1024 * 1024;

    private final List<Integer> indexes;
    private final VectorChunks layout;
    private final int scaleBits;
    private final MiddleRanks ranks;
    private final RowBuffers buffers;
    private final int stripeBytes;
    private final Map<HeldChunk, ByteBuffer> held = new HashMap<>();

    /**
     * Holds nothing yet.
     *
     * @param indexes chunks of the slice
     * @param stripeBytes memory for values that are read again; at least one column is read whatever it is
     */
    HeldRows(
            List<Integer> indexes,
            VectorChunks layout,
            int scaleBits,
            MiddleRanks ranks,
            RowBuffers buffers,
            int stripeBytes) {
        this.indexes = indexes;
        this.layout = layout;
        this.scaleBits = scaleBits;
        this.ranks = ranks;
        this.buffers = buffers;
        this.stripeBytes = stripeBytes;
    }

    @Override
    public void arrived(HeldChunk chunk, float[] values) {
        int length = layout.length(chunk.chunkIndex());
        buffers.take(length * Float.BYTES).ifPresent(buffer -> {
            buffer.asFloatBuffer().put(values, 0, length);
            held.put(chunk, buffer);
        });
    }

    @Override
    public Map<Integer, long[]> settle(Map<HeldChunk, Double> wanted, ChunkLog log) {
        Map<Integer, List<HeldChunk>> rows = new TreeMap<>();
        indexes.forEach(index -> rows.put(index, new ArrayList<>()));
        wanted.forEach((chunk, factor) -> {
            if (factor != 1) {
                throw new IllegalArgumentException("a rule that ranks values cannot scale them by " + factor);
            }
            rows.get(chunk.chunkIndex()).add(chunk);
        });
        // Every update has one chunk for each index.
        double[] ones = new double[wanted.size() / indexes.size()];
        Arrays.fill(ones, 1);
        RowSums kernel = RowSums.of(ranks, ones, new int[ones.length], List.of());
        Map<Integer, long[]> sums = new TreeMap<>();
        rows.forEach((index, chunks) -> sums.put(index, sum(kernel, index, chunks, log)));
        return sums;
    }

    private long[] sum(RowSums kernel, int index, List<HeldChunk> chunks, ChunkLog log) {
        long[] sums = new long[layout.length(index)];
        List<HeldChunk> missing =
                chunks.stream().filter(chunk -> !held.containsKey(chunk)).toList();
        int columns = missing.isEmpty()
                ? sums.length
                : Math.max(1, Math.min(sums.length, stripeBytes / Float.BYTES / missing.size()));
        Map<HeldChunk, float[]> again = new HashMap<>();
        missing.forEach(chunk -> again.put(chunk, new float[columns]));
        for (int from = 0; from < sums.length; from += columns) {
            int first = from;
            int length = Math.min(columns, sums.length - from);
            log.read(missing, (chunk, values) -> System.arraycopy(values, first, again.get(chunk), 0, length));
            Row[] rows = chunks.stream()
                    .map(chunk -> held.containsKey(chunk) ? held(chunk, first) : stripe(again.get(chunk)))
                    .toArray(Row[]::new);
            kernel.sum(rows, 0, length, scaleBits, sums, from);
        }
        return sums;
    }

    private Row held(HeldChunk chunk, int first) {
        FloatBuffer values = held.get(chunk).asFloatBuffer();
        return (column, length, target) -> values.get(first + column, target, 0, length);
    }

    private static Row stripe(float[] values) {
        return Row.of(values);
    }

    @Override
    public void close() {
        held.values().forEach(buffers::giveBack);
        held.clear();
    }
}
