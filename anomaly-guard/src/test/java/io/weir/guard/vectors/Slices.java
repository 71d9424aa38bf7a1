package io.weir.guard.vectors;

import io.weir.guard.Gram;
import io.weir.guard.vectors.Arithmetic.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Vectors cut into chunks that are dealt to partitions, as the aggregator does: a chunk's results are computed by itself,
 * arrive in any order, and are put together in the order of chunks.
 */
record Slices(Arithmetic arithmetic, int partitions, long seed) {
    private static final int CHUNKS = 16;

    Gram gram(double[][] rows) {
        double[] sum = new double[Gram.length(rows.length)];
        int chunk = chunkLength(rows);
        arrived(rows, c -> arithmetic.triangle(rows, c * chunk, end(rows, c, chunk)))
                .values()
                .forEach(products -> {
                    for (int k = 0; k < sum.length; k++) {
                        sum[k] += products[k];
                    }
                });
        return Gram.ofTriangle(rows.length, sum);
    }

    double[] combine(Terms terms, double[][] rows) {
        int chunk = chunkLength(rows);
        double[] combined = new double[rows[0].length];
        arrived(rows, c -> arithmetic.combine(terms, rows, c * chunk, end(rows, c, chunk)))
                .forEach((c, values) -> System.arraycopy(values, 0, combined, c * chunk, values.length));
        return combined;
    }

    private SortedMap<Integer, double[]> arrived(double[][] rows, IntFunction<double[]> work) {
        Random random = new Random(seed);
        int chunks = (rows[0].length + chunkLength(rows) - 1) / chunkLength(rows);
        List<Integer> slices = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            for (int c = partition; c < chunks; c += partitions) {
                slices.add(c);
            }
        }
        if (partitions > 1) {
            Collections.shuffle(slices, random);
        }
        SortedMap<Integer, double[]> arrived = new TreeMap<>();
        slices.forEach(c -> arrived.put(c, work.apply(c)));
        return arrived;
    }

    private static int chunkLength(double[][] rows) {
        return (rows[0].length + CHUNKS - 1) / CHUNKS;
    }

    private static int end(double[][] rows, int c, int chunk) {
        return Math.min(rows[0].length, (c + 1) * chunk);
    }
}
