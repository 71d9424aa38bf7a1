package io.weir.trainers.data;

import io.weir.trainers.data.InferenceOptions.FeatureKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Infers a {@link FeatureSchema} from a table. */
final class SchemaInference {
    /** Whole numbers with at most this many distinct values are codes of categories. */
    static final int MAX_CODES = 12;

    private static final Set<String> POSITIVE = Set.of("1", "true", "yes", "y", "positive");

    private final CsvTable table;
    private final InferenceOptions options;

    SchemaInference(CsvTable table, InferenceOptions options) {
        this.table = table;
        this.options = options;
    }

    FeatureSchema infer() {
        options.drop().forEach(table::column);
        options.kinds().keySet().forEach(table::column);
        List<String> classes = distinct(table.column(options.label()), 3);
        String positive = positive(classes);
        String negative = classes.get(0).equals(positive) ? classes.get(1) : classes.get(0);
        List<Feature> features = new ArrayList<>();
        for (Column column : table.columns()) {
            if (!column.name().equals(options.label()) && !options.drop().contains(column.name())) {
                features.add(feature(column));
            }
        }
        if (features.isEmpty()) {
            throw new InvalidDataException(table.file() + " has no column left as a feature; drop fewer columns");
        }
        return new FeatureSchema(options.label(), negative, positive, features);
    }

    private String positive(List<String> classes) {
        String where = "label '" + options.label() + "' of " + table.file();
        if (classes.size() != 2) {
            String found =
                    classes.size() > 2 ? "more than two values (" + classes + ", …)" : "only the value " + classes;
            throw new InvalidDataException(where + " has " + found + "; a binary label with both values is needed");
        }
        if (options.positive().isPresent()) {
            String wanted = Cells.canonical(options.positive().get().trim());
            if (!classes.contains(wanted)) {
                throw new InvalidDataException(
                        where + " has no value '" + wanted + "'; its values are " + classes + ", name one as positive");
            }
            return wanted;
        }
        List<String> candidates = classes.stream()
                .filter(value -> POSITIVE.contains(value.toLowerCase(Locale.ROOT)))
                .toList();
        if (candidates.size() != 1) {
            throw new InvalidDataException(
                    where + " has the values " + classes + "; say which of them is the positive one");
        }
        return candidates.get(0);
    }

    private Feature feature(Column column) {
        FeatureKind wanted = options.kinds().get(column.name());
        return column.match(
                numeric -> {
                    boolean codes = wanted == null ? isCodes(numeric) : wanted == FeatureKind.CATEGORICAL;
                    return codes ? categorical(column) : new Feature.Numeric(column.name());
                },
                text -> {
                    if (wanted == FeatureKind.NUMERIC) {
                        throw Dataset.notANumber(table, text);
                    }
                    return categorical(column);
                });
    }

    private Feature categorical(Column column) {
        List<String> values = distinct(column, Feature.MAX_CATEGORIES + 1);
        if (values.size() > Feature.MAX_CATEGORIES) {
            throw new InvalidDataException("column '" + column.name() + "' of " + table.file() + " has more than "
                    + Feature.MAX_CATEGORIES + " distinct values, too many for categories; leave it out with --drop "
                    + column.name());
        }
        if (values.isEmpty()) {
            throw new InvalidDataException("column '" + column.name() + "' of " + table.file()
                    + " has no values at all; leave it out with --drop " + column.name());
        }
        return new Feature.Categorical(column.name(), values);
    }

    private static boolean isCodes(Column.NumericColumn column) {
        Set<Double> distinct = new HashSet<>();
        for (int row = 0; row < column.rows() && distinct.size() <= MAX_CODES; row++) {
            if (!column.isMissing(row)) {
                if (!Cells.isInteger(column.value(row))) {
                    return false;
                }
                distinct.add(column.value(row));
            }
        }
        return !distinct.isEmpty() && distinct.size() <= MAX_CODES;
    }

    /** Returns up to {@code limit} distinct categories, numbers by value and before text. */
    private static List<String> distinct(Column column, int limit) {
        Set<String> values = new HashSet<>();
        for (int row = 0; row < column.rows() && values.size() < limit; row++) {
            if (!column.isMissing(row)) {
                values.add(column.category(row));
            }
        }
        return values.stream()
                .sorted(Comparator.<String>comparingDouble(
                                value -> Cells.number(value).orElse(Double.POSITIVE_INFINITY))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
