package io.weir.guard.kernel;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Inner products over all columns of a chunk and over samples of them; like {@link GramSums} for each. Not thread-safe. */
public final class SampledGramSums {
    private final List<CoordinateSample> samples;
    private final GramSums all;
    private final List<GramSums> sampled;

    /** Products of {@code rows} rows, all 0. */
    public SampledGramSums(int rows, List<CoordinateSample> samples) {
        this.samples = List.copyOf(samples);
        this.all = new GramSums(rows);
        this.sampled = samples.stream().map(sample -> new GramSums(rows)).toList();
    }

    /**
     * Takes in the first {@code length} columns of rows, those of a chunk in their order.
     *
     * @param first the coordinate that column 0 is
     */
    public void add(Row[] values, long first, int length) {
        all.add(values, 0, length);
        for (int s = 0; s < samples.size(); s++) {
            CoordinateSample sample = samples.get(s);
            sampled.get(s)
                    .add(Stream.of(values).map(row -> sample.of(row, first)).toArray(Row[]::new), 0, length);
        }
    }

    /** The triangles one after the other, as {@link io.weir.guard.Gram#ofTriangles} takes them. */
    public double[] triangles() {
        return Stream.concat(Stream.of(all), sampled.stream())
                .map(GramSums::triangle)
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }
}
