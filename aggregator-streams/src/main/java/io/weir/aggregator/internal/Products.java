package io.weir.aggregator.internal;

import io.weir.guard.Gram;
import io.weir.guard.Measured;
import io.weir.wire.SliceProducts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Inner products, and sketches behind them, on their way from the slice tasks to the guard. */
public final class Products {
    private Products() {}

    /** As they travel: doubles, little-endian. */
    public static ByteBuffer bytes(double[] products) {
        ByteBuffer bytes = ByteBuffer.allocate(products.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(products);
        return bytes;
    }

    /** As they were sent. */
    public static double[] of(SliceProducts report) {
        double[] products = new double[report.getProducts().remaining() / Double.BYTES];
        report.getProducts()
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(products);
        return products;
    }

    /**
     * The whole updates' inner products and sketches: the chunks' in chunk order, so that the bits do not depend on the
     * partitions.
     *
     * @param sketchNumbers of one update; 0 without sketches
     * @param byChunk each a lower triangle of {@code size} rows, then those over samples of coordinates, then a sketch of
     *     each row
     */
    public static Measured sum(int size, int sketchNumbers, Map<Integer, double[]> byChunk) {
        double[] sum = new double
                [byChunk.values().stream()
                        .mapToInt(chunk -> chunk.length)
                        .max()
                        .orElse(Gram.length(size) + size * sketchNumbers)];
        new TreeMap<>(byChunk).values().forEach(chunk -> {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += chunk[i];
            }
        });
        return Measured.of(size, sketchNumbers, sum);
    }
}
