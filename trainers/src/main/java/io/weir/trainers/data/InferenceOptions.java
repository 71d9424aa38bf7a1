package io.weir.trainers.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the user fixes when a schema is inferred.
 *
 * @param label the label's column
 * @param positive the label's value that is encoded as 1; by default {@code 1}, {@code true}, {@code yes}, {@code y}
 *     or {@code positive} in any case
 * @param drop columns that are no features
 * @param kinds kinds of columns that are not to be inferred
 */
public record InferenceOptions(
        String label, Optional<String> positive, Set<String> drop, Map<String, FeatureKind> kinds) {
    /** How a column enters the model. */
    public enum FeatureKind {
        /** Standardised. */
        NUMERIC,
        /** One-hot encoded. */
        CATEGORICAL
    }

    /** Copies the collections. */
    public InferenceOptions {
        if (label == null || label.isBlank()) {
            throw new InvalidDataException("no label column is given; name the column to predict");
        }
        drop = Set.copyOf(drop);
        kinds = Map.copyOf(kinds);
        if (drop.contains(label)) {
            throw new InvalidDataException("column '" + label + "' is both the label and dropped; choose one");
        }
    }

    /** Returns options that infer everything. */
    public static InferenceOptions of(String label) {
        return new InferenceOptions(label, Optional.empty(), Set.of(), Map.of());
    }

    /** Returns these options with other dropped columns. */
    public InferenceOptions withDrop(Set<String> columns) {
        return new InferenceOptions(label, positive, columns, kinds);
    }

    /** Returns these options with the label's positive value fixed. */
    public InferenceOptions withPositive(String value) {
        return new InferenceOptions(label, Optional.of(value), drop, kinds);
    }

    /** Returns these options with one column's kind fixed. */
    public InferenceOptions withKind(String column, FeatureKind kind) {
        Map<String, FeatureKind> changed = new HashMap<>(kinds);
        changed.put(column, kind);
        return new InferenceOptions(label, positive, drop, changed);
    }
}
