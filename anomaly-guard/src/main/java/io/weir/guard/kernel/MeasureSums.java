package io.weir.guard.kernel;

import java.util.Arrays;

/** What is measured of a chunk, column by column. Adds up over chunks, number by number. Not thread-safe. */
public final class MeasureSums {
    private final Measures measures;
    private final SampledGramSums products;
    private final double[] sketches;

    /** Of {@code rows} rows, all 0. */
    public MeasureSums(int rows, Measures measures) {
        this.measures = measures;
        this.products = new SampledGramSums(rows, measures.samples());
        this.sketches = new double[rows * measures.sketchNumbers()];
    }

    /**
     * Takes in the first {@code length} columns of rows, those of a chunk in their order.
     *
     * @param first the coordinate that column 0 is
     */
    public void add(Row[] values, long first, int length) {
        products.add(values, first, length);
        measures.sketch().ifPresent(sketch -> {
            for (int r = 0; r < values.length; r++) {
                sketch.add(values[r], first, length, sketches, r * sketch.width());
            }
        });
    }

    /** The triangles of inner products one after the other, then a sketch of each row. */
    public double[] numbers() {
        double[] triangles = products.triangles();
        double[] all = Arrays.copyOf(triangles, triangles.length + sketches.length);
        System.arraycopy(sketches, 0, all, triangles.length, sketches.length);
        return all;
    }
}
