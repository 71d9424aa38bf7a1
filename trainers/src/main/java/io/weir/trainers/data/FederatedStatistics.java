package io.weir.trainers.data;

import io.weir.trainers.data.ColumnStatistics.CategoricalStatistics;
import io.weir.trainers.data.ColumnStatistics.NumericStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What preprocessing and class weighting need to know of all banks' training rows: sums and counts, which add up across
 * banks, never rows. They travel as limbs (see {@link #toLimbs()}) through the same exact summation as model updates.
 *
 * @param schema what the columns mean
 * @param negatives rows labelled 0
 * @param positives rows labelled 1
 * @param columns one per feature, in the schema's order and of its kinds
 */
public record FederatedStatistics(
        FeatureSchema schema, long negatives, long positives, List<ColumnStatistics> columns) {
    /** Banks whose limbs may be summed before float32 could lose a bit. */
    public static final int MAX_BANKS = Limbs.MAX_SUMMANDS;

    private static final String NEGATIVES = "the number of negative rows";
    private static final String POSITIVES = "the number of positive rows";

    /** Copies the list. */
    public FederatedStatistics {
        columns = List.copyOf(columns);
    }

    /**
     * Computes the statistics of one bank's rows; of no rows they are all zero.
     *
     * @throws InvalidDataException if a feature holds an infinite number
     */
    public static FederatedStatistics of(Dataset data) {
        List<Feature> features = data.schema().features();
        List<ColumnStatistics> columns = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            int index = f;
            columns.add(features.get(f)
                    .match(
                            numeric -> numeric(data, index, numeric.name()),
                            categorical -> categorical(
                                    data, index, categorical.categories().size())));
        }
        int positives = data.positives();
        return new FederatedStatistics(data.schema(), data.rows() - positives, positives, columns);
    }

    private static NumericStatistics numeric(Dataset data, int f, String name) {
        int width = data.schema().features().size();
        float[] features = data.features();
        long count = 0;
        CompensatedSum sum = new CompensatedSum();
        CompensatedSum squares = new CompensatedSum();
        for (int row = 0; row < data.rows(); row++) {
            double value = features[row * width + f];
            if (Double.isInfinite(value)) {
                throw new InvalidDataException(
                        "column '" + name + "' holds an infinite number; correct it or leave the column out");
            }
            if (!Double.isNaN(value)) {
                count++;
                sum.add(value);
                squares.add(value * value);
            }
        }
        return new NumericStatistics(count, sum.value(), squares.value());
    }

    private static CategoricalStatistics categorical(Dataset data, int f, int categories) {
        int width = data.schema().features().size();
        Long[] counts = new Long[categories];
        Arrays.fill(counts, 0L);
        for (int row = 0; row < data.rows(); row++) {
            float index = data.features()[row * width + f];
            if (!Float.isNaN(index)) {
                counts[(int) index]++;
            }
        }
        return new CategoricalStatistics(List.of(counts));
    }

    /** Returns the length of {@link #toLimbs()} for a schema; the same for every bank. */
    public static int limbCount(FeatureSchema schema) {
        int limbs = 2 * Limbs.PER_COUNT;
        for (Feature feature : schema.features()) {
            limbs += feature.match(
                    numeric -> Limbs.PER_COUNT + 2 * Limbs.PER_REAL,
                    categorical -> categorical.categories().size() * Limbs.PER_COUNT);
        }
        return limbs;
    }

    /**
     * Encodes the statistics for exact summation in float32: a real x as {@code rint(x · 2^48)} in 8 limbs of 16 bits,
     * a count in 3 limbs, each limb with the number's sign and so within [-65535, 65535].
     *
     * @return {@link #limbCount} whole numbers
     * @throws InvalidDataException naming the column if a sum is beyond 2^80
     */
    public float[] toLimbs() {
        Limbs.Writer writer = new Limbs.Writer(limbCount(schema));
        writer.count(negatives, NEGATIVES);
        writer.count(positives, POSITIVES);
        for (int f = 0; f < columns.size(); f++) {
            String column = what(schema.features().get(f));
            for (Consumer<Limbs.Writer> part : columns.get(f)
                    .match(numeric -> parts(numeric, column), categorical -> parts(categorical, column))) {
                part.accept(writer);
            }
        }
        return writer.limbs();
    }

    private static List<Consumer<Limbs.Writer>> parts(NumericStatistics numeric, String column) {
        return List.of(
                writer -> writer.count(numeric.count(), column + "count"),
                writer -> writer.real(numeric.sum(), column + "sum"),
                writer -> writer.real(numeric.sumOfSquares(), column + "sum of squares"));
    }

    private static List<Consumer<Limbs.Writer>> parts(CategoricalStatistics categorical, String column) {
        return categorical.counts().stream()
                .<Consumer<Limbs.Writer>>map(count -> writer -> writer.count(count, column + "category count"))
                .toList();
    }

    /**
     * Decodes the sum of the limbs of up to {@value #MAX_BANKS} banks into the statistics of their union.
     *
     * @param summed {@link #limbCount} numbers, each the sum of the banks' numbers at its place
     * @throws InvalidDataException if the numbers cannot be such a sum
     */
    public static FederatedStatistics fromSummedLimbs(FeatureSchema schema, float[] summed) {
        if (summed.length != limbCount(schema)) {
            throw new InvalidDataException(
                    "the summed statistics have " + summed.length + " limbs but the schema needs " + limbCount(schema)
                            + "; all banks must use the same feature schema");
        }
        Limbs.Reader reader = new Limbs.Reader(summed);
        long negatives = reader.count(NEGATIVES);
        long positives = reader.count(POSITIVES);
        List<ColumnStatistics> columns = new ArrayList<>();
        for (Feature feature : schema.features()) {
            String column = what(feature);
            columns.add(feature.match(
                    numeric -> new NumericStatistics(
                            reader.count(column + "count"),
                            reader.real(column + "sum"),
                            reader.real(column + "sum of squares")),
                    categorical -> new CategoricalStatistics(categorical.categories().stream()
                            .map(category -> reader.count(column + "category count"))
                            .toList())));
        }
        return new FederatedStatistics(schema, negatives, positives, columns);
    }

    private static String what(Feature feature) {
        return "column '" + feature.name() + "': its ";
    }

    /** Returns the number of training rows of all banks. */
    public long rows() {
        return negatives + positives;
    }

    /** Returns the share of training rows labelled 1 over all banks, 0 if there are none. */
    public double positiveRate() {
        return rows() == 0 ? 0 : (double) positives / rows();
    }

    /** A running sum that keeps what rounding loses (Neumaier 1974). */
    private static final class CompensatedSum {
        private double sum;
        private double lost;

        private void add(double value) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }

        private double value() {
            return sum + lost;
        }
    }
}
