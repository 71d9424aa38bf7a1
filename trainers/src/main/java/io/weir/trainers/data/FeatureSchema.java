package io.weir.trainers.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.trainers.data.ColumnStatistics.NumericStatistics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The data contract of a federation: which column is the label and which columns, in which order and with which
 * categories, are the model's input, and perhaps by which centre and scale numbers are standardised. Holds names,
 * vocabularies and such numbers, never rows.
 *
 * @param label the binary label's column
 * @param negative the label's value that is encoded as 0
 * @param positive the label's value that is encoded as 1
 * @param features the inputs in their order, at least one; of the numeric ones all or none have centre and scale
 */
public record FeatureSchema(String label, String negative, String positive, List<Feature> features) {
    /** Features a schema may have. */
    public static final int MAX_FEATURES = 4_096;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Validates names, values and sizes. */
    public FeatureSchema {
        features = features == null ? List.of() : List.copyOf(features);
        if (label == null || label.isBlank() || negative == null || positive == null) {
            throw new InvalidDataException("the schema's label, negative or positive value is absent; give all three");
        }
        if (negative.equals(positive)) {
            throw new InvalidDataException(
                    "label '" + label + "' has the same negative and positive value '" + positive + "'; give two");
        }
        if (features.isEmpty() || features.size() > MAX_FEATURES) {
            throw new InvalidDataException(
                    "the schema has " + features.size() + " features; allowed: 1 to " + MAX_FEATURES);
        }
        Set<String> names = new HashSet<>(Set.of(label));
        for (Feature feature : features) {
            if (!names.add(feature.name())) {
                throw new InvalidDataException("column '" + feature.name() + "' is named twice in the schema");
            }
        }
        long numeric =
                features.stream().filter(Feature.Numeric.class::isInstance).count();
        List<String> unscaled = unscaled(features);
        if (!unscaled.isEmpty() && unscaled.size() < numeric) {
            throw new InvalidDataException(
                    "columns " + unscaled + " have no centre and scale, which other numeric columns"
                            + " of the schema have; give them to every numeric column or to none");
        }
    }

    private static List<String> unscaled(List<Feature> features) {
        return features.stream()
                .filter(feature ->
                        feature.match(numeric -> numeric.standardisation().isEmpty(), categorical -> false))
                .map(Feature::name)
                .toList();
    }

    /** Returns the numeric columns that need statistics of all banks, since they have no centre and scale. */
    public List<String> unscaledColumns() {
        return unscaled(features);
    }

    /** Returns whether numeric columns have a centre and a scale; false where there are no such columns. */
    public boolean namesScales() {
        return features.stream()
                .anyMatch(feature ->
                        feature.match(numeric -> numeric.standardisation().isPresent(), categorical -> false));
    }

    /** Returns this schema with numbers that statistics of all banks standardise. */
    public FeatureSchema withoutScales() {
        return new FeatureSchema(
                label,
                negative,
                positive,
                features.stream()
                        .map(feature -> feature.<Feature>match(
                                numeric -> new Feature.Numeric(numeric.name()), categorical -> categorical))
                        .toList());
    }

    /**
     * Returns this schema with every numeric column's mean and deviation in a sample as its centre and scale. They become
     * as public as the schema is, so the sample is none of a bank's rows that are to be protected; it may be made up.
     *
     * @throws InvalidDataException naming the columns without two different values in the sample
     */
    public FeatureSchema scaledBy(Dataset sample) {
        List<ColumnStatistics> columns = FederatedStatistics.of(sample).columns();
        List<Feature> scaled = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            Feature feature = features.get(f);
            double centre = columns.get(f).match(NumericStatistics::mean, categorical -> 0.0);
            double scale = columns.get(f).match(NumericStatistics::standardDeviation, categorical -> 1.0);
            if (scale == 0) {
                constant.add(feature.name());
            } else {
                scaled.add(feature.match(
                        numeric -> new Feature.Numeric(numeric.name(), centre, scale), categorical -> categorical));
            }
        }
        if (!constant.isEmpty()) {
            throw new InvalidDataException(
                    "columns " + constant + " have no two different values in the sample, so that it"
                            + " tells no scale; give it other rows, or leave them out with --drop "
                            + String.join(",", constant));
        }
        return new FeatureSchema(label, negative, positive, scaled);
    }

    /**
     * Infers a schema: text and whole numbers with at most {@value SchemaInference#MAX_CODES} distinct values are
     * categorical, other numbers numeric; columns with a single value are kept.
     *
     * @param drop columns that are no features, such as identifiers
     * @throws InvalidDataException if a column does not exist, the label is not binary, or a text column has too many
     *     distinct values
     */
    public static FeatureSchema infer(CsvTable table, String label, Set<String> drop) {
        return infer(table, InferenceOptions.of(label).withDrop(drop));
    }

    /**
     * Infers a schema with kinds overridden by column or a given positive value.
     *
     * @throws InvalidDataException as {@link #infer(CsvTable, String, Set)}
     */
    public static FeatureSchema infer(CsvTable table, InferenceOptions options) {
        return new SchemaInference(table, options).infer();
    }

    /** Returns this schema as one JSON document. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a schema of strings could not be written", impossible);
        }
    }

    /**
     * Reads a schema from JSON.
     *
     * @throws InvalidDataException if the text is no schema
     */
    public static FeatureSchema fromJson(String json) {
        try {
            FeatureSchema schema = JSON.readValue(json, FeatureSchema.class);
            if (schema == null) {
                throw new InvalidDataException("the feature schema is JSON null; a schema object is needed");
            }
            return schema;
        } catch (JsonProcessingException invalid) {
            if (invalid.getCause() instanceof InvalidDataException reason) {
                throw reason;
            }
            throw new InvalidDataException("not a feature schema: " + invalid.getOriginalMessage(), invalid);
        }
    }
}
