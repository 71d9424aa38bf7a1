package io.weir.trainers.data;

import io.weir.trainers.data.ColumnStatistics.NumericStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns raw rows into a model's input with statistics of all banks: numbers standardised (missing ones, and columns
 * without spread, become 0, the mean), categories one-hot (missing and unknown ones become all zeros). Banks with the
 * same schema and statistics transform alike, bit for bit.
 */
public final class Preprocessor {
    private final FederatedStatistics statistics;
    private final double[] mean;
    private final double[] deviation;

    /** @param statistics of the training rows of all banks */
    public Preprocessor(FederatedStatistics statistics) {
        this.statistics = statistics;
        int width = statistics.columns().size();
        this.mean = new double[width];
        this.deviation = new double[width];
        for (int f = 0; f < width; f++) {
            mean[f] = statistics.columns().get(f).match(NumericStatistics::mean, categorical -> 0.0);
            deviation[f] = statistics.columns().get(f).match(NumericStatistics::standardDeviation, categorical -> 0.0);
        }
    }

    /** Returns the number of inputs that a model of this schema has; known without any statistics. */
    public static int outputWidth(FeatureSchema schema) {
        int width = 0;
        for (Feature feature : schema.features()) {
            width += width(feature);
        }
        return width;
    }

    private static int width(Feature feature) {
        return feature.match(
                numeric -> 1, categorical -> categorical.categories().size());
    }

    /** Returns the inputs' names in order: a column's name, or {@code column=category}. */
    public List<String> outputNames() {
        List<String> names = new ArrayList<>();
        for (Feature feature : statistics.schema().features()) {
            names.addAll(
                    feature.match(numeric -> List.of(numeric.name()), categorical -> categorical.categories().stream()
                            .map(category -> categorical.name() + "=" + category)
                            .toList()));
        }
        return names;
    }

    /**
     * Transforms rows.
     *
     * @param data rows of the statistics' schema
     * @return rows × {@link #outputWidth}, row-major, all finite
     */
    public float[] transform(Dataset data) {
        FeatureSchema schema = statistics.schema();
        if (!data.schema().equals(schema)) {
            throw new IllegalArgumentException("the rows have another feature schema than the statistics");
        }
        int raw = schema.features().size();
        int width = outputWidth(schema);
        float[] output = new float[Math.multiplyExact(data.rows(), width)];
        int column = 0;
        for (int f = 0; f < raw; f++) {
            Feature feature = schema.features().get(f);
            boolean standardise = feature.match(numeric -> true, categorical -> false);
            if (standardise) {
                standardise(data.features(), f, raw, output, column, width);
            } else {
                oneHot(data.features(), f, raw, output, column, width);
            }
            column += width(feature);
        }
        return output;
    }

    private void standardise(float[] features, int f, int raw, float[] output, int column, int width) {
        for (int from = f, to = column; from < features.length; from += raw, to += width) {
            float value = features[from];
            output[to] = Float.isNaN(value) || deviation[f] == 0 ? 0f : (float) ((value - mean[f]) / deviation[f]);
        }
    }

    private static void oneHot(float[] features, int f, int raw, float[] output, int column, int width) {
        for (int from = f, to = column; from < features.length; from += raw, to += width) {
            if (!Float.isNaN(features[from])) {
                output[to + (int) features[from]] = 1f;
            }
        }
    }

    /** Returns the statistics this preprocessor was built from, which also hold the class counts. */
    public FederatedStatistics statistics() {
        return statistics;
    }

    /** Returns the share of training rows labelled 1 over all banks, 0 if there are none. */
    public double positiveRate() {
        return statistics.rows() == 0 ? 0 : (double) statistics.positives() / statistics.rows();
    }
}
