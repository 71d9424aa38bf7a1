package io.weir.aggregator.internal.slice;

import io.weir.guard.Combination;
import io.weir.guard.kernel.MeasureSums;
import io.weir.guard.kernel.Measures;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.schemas.arrow.FloatColumn;
import io.weir.schemas.model.VectorChunks;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * For rules that need every value at once. Values are held off the heap as long as there are buffers; what found none is
 * read again from the log, for as many columns at a time as a stripe of fixed size has room for. Whether a value was held
 * or read again changes no bit.
 *
 * <p>Where the announced rule adds up what it selects, a running sum is kept beside the values. Mostly few updates are not
 * selected, and taking them back is less work than adding up the others.
 */
final class HeldRows implements SliceAccumulator {
    /** Memory for values that are read again, in each task that sums. */
    static final int STRIPE_BYTES = 16 * 1024 * 1024;

    private final List<Integer> indexes;
    private final VectorChunks layout;
    private final int scaleBits;
    private final RowBuffers buffers;
    private final int stripeBytes;
    private final Map<HeldChunk, ByteBuffer> held = new HashMap<>();
    private Optional<RunningSum> running;

    /**
     * Holds nothing yet.
     *
     * @param indexes chunks of the slice
     * @param stripeBytes memory for values that are read again; at least one column is read whatever it is
     * @param running an empty sum, if the announced rule is a sum
     */
    HeldRows(
            List<Integer> indexes,
            VectorChunks layout,
            int scaleBits,
            RowBuffers buffers,
            int stripeBytes,
            Optional<RunningSum> running) {
        this.indexes = indexes;
        this.layout = layout;
        this.scaleBits = scaleBits;
        this.buffers = buffers;
        this.stripeBytes = stripeBytes;
        this.running = running;
    }

    @Override
    public void arrived(HeldChunk chunk, FloatColumn values) {
        running.ifPresent(sum -> sum.arrived(chunk, values));
        int length = layout.length(chunk.chunkIndex());
        buffers.take(length * Float.BYTES).ifPresent(buffer -> {
            FloatBuffer floats = buffer.asFloatBuffer();
            values.forEachPart((some, count, from) -> floats.put(some, 0, count));
            held.put(chunk, buffer);
        });
    }

    @Override
    public Map<Integer, long[]> settle(
            Combination combination, List<Wanted> wanted, List<double[]> mixing, ChunkSource<FloatColumn> log) {
        Optional<RunningSum> sum = running.filter(ofAll -> ofAll.isShortFor(combination, wanted));
        if (sum.isPresent()) {
            running = Optional.empty(); // It is the verdict's now.
            return sum.get().settle(combination, wanted, mixing, (chunks, sink) -> read(chunks, log, sink));
        }
        double[] factors = wanted.stream().mapToDouble(Wanted::factor).toArray();
        int[] weights = wanted.stream()
                .mapToInt(update -> update.chunks().values().iterator().next().weight())
                .toArray();
        RowSums kernel = RowSums.of(combination, factors, weights, mixing);
        Map<Integer, long[]> sums = new TreeMap<>();
        for (int index : indexes) {
            long[] ofIndex = new long[layout.length(index)];
            each(
                    index,
                    chunks(wanted, index),
                    log,
                    (rows, first, length) -> kernel.sum(rows, 0, length, scaleBits, ofIndex, first));
            sums.put(index, ofIndex);
        }
        return sums;
    }

    /**
     * Inner products of updates, by chunk index: each the lower triangle of a {@link io.weir.guard.Gram}.
     *
     * @param updates in the order of the rows
     * @param measures what else stands behind their triangle
     */
    Map<Integer, double[]> products(List<Wanted> updates, Measures measures, ChunkSource<FloatColumn> log) {
        Map<Integer, double[]> products = new TreeMap<>();
        for (int index : indexes) {
            MeasureSums kernel = new MeasureSums(updates.size(), measures);
            long start = layout.first(index);
            each(index, chunks(updates, index), log, (rows, first, length) -> kernel.add(rows, start + first, length));
            products.put(index, kernel.numbers());
        }
        return products;
    }

    private void read(
            Collection<HeldChunk> chunks, ChunkSource<FloatColumn> log, BiConsumer<HeldChunk, FloatColumn> sink) {
        List<HeldChunk> missing = new ArrayList<>();
        for (HeldChunk chunk : chunks) {
            ByteBuffer buffer = held.get(chunk);
            if (buffer == null) {
                missing.add(chunk);
            } else {
                float[] values = new float[layout.length(chunk.chunkIndex())];
                buffer.asFloatBuffer().get(0, values);
                sink.accept(chunk, FloatColumn.of(values, values.length));
            }
        }
        log.read(missing, sink);
    }

    private static List<HeldChunk> chunks(List<Wanted> updates, int index) {
        return updates.stream().map(update -> update.chunks().get(index)).toList();
    }

    private interface Stripe {
        /** Works on the first {@code length} columns of {@code rows}, which begin at {@code first} in the chunk. */
        void work(Row[] rows, int first, int length);
    }

    /** All columns of a chunk in their order, as many at a time as there is room for. */
    private void each(int index, List<HeldChunk> chunks, ChunkSource<FloatColumn> log, Stripe stripe) {
        int size = layout.length(index);
        List<HeldChunk> missing =
                chunks.stream().filter(chunk -> !held.containsKey(chunk)).toList();
        int columns =
                missing.isEmpty() ? size : Math.max(1, Math.min(size, stripeBytes / Float.BYTES / missing.size()));
        Map<HeldChunk, float[]> again = new HashMap<>();
        missing.forEach(chunk -> again.put(chunk, new float[columns]));
        for (int from = 0; from < size; from += columns) {
            int first = from;
            int length = Math.min(columns, size - from);
            log.read(missing, (chunk, values) -> values.decode(first, length, again.get(chunk), 0));
            Row[] rows = chunks.stream()
                    .map(chunk -> held.containsKey(chunk) ? held(chunk, first) : Row.of(again.get(chunk)))
                    .toArray(Row[]::new);
            stripe.work(rows, first, length);
        }
    }

    private Row held(HeldChunk chunk, int first) {
        FloatBuffer values = held.get(chunk).asFloatBuffer();
        return (column, length, target) -> values.get(first + column, target, 0, length);
    }

    @Override
    public void close() {
        running = Optional.empty();
        held.values().forEach(buffers::giveBack);
        held.clear();
    }
}
