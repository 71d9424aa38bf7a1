package io.weir.trainers.data;

import io.weir.trainers.data.ColumnStatistics.NumericStatistics;
import io.weir.trainers.data.Feature.Standardisation;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns raw rows into a model's input: numbers standardised (missing ones, and columns without spread, become 0, the
 * centre), categories one-hot (missing and unknown ones become all zeros). Centre and scale are mean and deviation in
 * all banks' rows, or public numbers of the schema. Banks with the same schema and statistics transform alike, bit for
 * bit.
 */
public final class Preprocessor {
    /**
     * A public scale may be far from a bank's values. What is further than so many scales from the centre counts as just
     * that far, so that no value makes training diverge, which others would see.
     */
    public static final double SCALES_MAX = 100;

    /** Of a category. */
    private static final Standardisation NONE = new Standardisation(0, 0);

    private final FeatureSchema schema;
    private final double[] centre;
    private final double[] scale;
    private final double farthest;

    private Preprocessor(FeatureSchema schema, double farthest) {
        this.schema = schema;
        this.centre = new double[schema.features().size()];
        this.scale = new double[centre.length];
        this.farthest = farthest;
    }

    /** @param statistics of the training rows of all banks */
    public Preprocessor(FederatedStatistics statistics) {
        this(statistics.schema(), Double.POSITIVE_INFINITY);
        for (int f = 0; f < centre.length; f++) {
            centre[f] = statistics.columns().get(f).match(NumericStatistics::mean, categorical -> 0.0);
            scale[f] = statistics.columns().get(f).match(NumericStatistics::standardDeviation, categorical -> 0.0);
        }
    }

    /**
     * One that needs to know nothing of any bank's rows.
     *
     * @throws InvalidDataException naming the numeric columns without centre and scale
     */
    public static Preprocessor of(FeatureSchema schema) {
        List<String> unscaled = schema.unscaledColumns();
        if (!unscaled.isEmpty()) {
            throw new InvalidDataException("the feature schema has no centre and scale of columns " + unscaled
                    + ": name them, or gather statistics of the banks' rows");
        }
        Preprocessor preprocessor = new Preprocessor(schema, SCALES_MAX);
        for (int f = 0; f < preprocessor.centre.length; f++) {
            Standardisation known = schema.features()
                    .get(f)
                    .match(numeric -> numeric.standardisation().orElseThrow(), categorical -> NONE);
            preprocessor.centre[f] = known.centre();
            preprocessor.scale[f] = known.scale();
        }
        return preprocessor;
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
        for (Feature feature : schema.features()) {
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
     * @param data rows of the same schema
     * @return rows × {@link #outputWidth}, row-major, all finite
     */
    public float[] transform(Dataset data) {
        if (!data.schema().equals(schema)) {
            throw new IllegalArgumentException("the rows have another feature schema than the preprocessor");
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
            output[to] = Float.isNaN(value) || scale[f] == 0 ? 0f : (float) limited((value - centre[f]) / scale[f]);
        }
    }

    private double limited(double scales) {
        return Math.max(-farthest, Math.min(farthest, scales));
    }

    private static void oneHot(float[] features, int f, int raw, float[] output, int column, int width) {
        for (int from = f, to = column; from < features.length; from += raw, to += width) {
            if (!Float.isNaN(features[from])) {
                output[to + (int) features[from]] = 1f;
            }
        }
    }
}
