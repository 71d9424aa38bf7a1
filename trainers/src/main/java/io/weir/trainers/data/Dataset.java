package io.weir.trainers.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labelled rows under a {@link FeatureSchema}, before preprocessing: numbers as they are, categories as their index in
 * the schema, NaN for what is missing or a category the schema does not know. May be empty and may hold one class only.
 */
public final class Dataset {
    private final FeatureSchema schema;
    private final float[] features;
    private final float[] labels;
    private final List<String> groups;

    /**
     * @param schema what the columns mean
     * @param features rows × {@code schema.features().size()}, row-major; not copied
     * @param labels one per row, 0 or 1; not copied
     * @param groups one per row, or empty if the rows are not grouped
     */
    public Dataset(FeatureSchema schema, float[] features, float[] labels, List<String> groups) {
        if (features.length != labels.length * schema.features().size()) {
            throw new IllegalArgumentException(features.length + " feature values for " + labels.length + " rows of "
                    + schema.features().size() + " features");
        }
        if (!groups.isEmpty() && groups.size() != labels.length) {
            throw new IllegalArgumentException(groups.size() + " groups for " + labels.length + " rows");
        }
        this.schema = schema;
        this.features = features;
        this.labels = labels;
        this.groups = List.copyOf(groups);
    }

    /**
     * Encodes a table.
     *
     * @throws InvalidDataException if a column is absent, a numeric feature holds text, or a label is neither of the
     *     schema's two values; the message names column and line
     */
    public static Dataset of(CsvTable table, FeatureSchema schema) {
        return of(table, schema, Optional.empty());
    }

    /**
     * Encodes a table and keeps another column beside the rows, for {@link Splits#byColumn}.
     *
     * @param groupColumn the column to keep; it need not be a feature
     * @throws InvalidDataException as {@link #of(CsvTable, FeatureSchema)}, or if a group is missing
     */
    public static Dataset of(CsvTable table, FeatureSchema schema, Optional<String> groupColumn) {
        int width = schema.features().size();
        float[] features = new float[Math.multiplyExact(table.rows(), width)];
        for (int f = 0; f < width; f++) {
            Column column = table.column(schema.features().get(f).name());
            float[] values = schema.features()
                    .get(f)
                    .match(numeric -> numbers(table, column), categorical -> indices(categorical, column));
            for (int row = 0; row < values.length; row++) {
                features[row * width + f] = values[row];
            }
        }
        float[] labels = labels(table, schema);
        return new Dataset(
                schema,
                features,
                labels,
                groupColumn.map(name -> groups(table, name)).orElse(List.of()));
    }

    private static float[] numbers(CsvTable table, Column column) {
        Column.NumericColumn numbers = column.match(numeric -> numeric, text -> {
            throw notANumber(table, text);
        });
        float[] values = new float[column.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = (float) numbers.value(row);
            if (Float.isInfinite(values[row])) {
                throw new InvalidDataException("column '" + column.name() + "' of " + table.file() + " is "
                        + numbers.value(row) + " on line " + table.line(row) + ", beyond float32; correct the cell");
            }
        }
        return values;
    }

    static InvalidDataException notANumber(CsvTable table, Column.TextColumn text) {
        return new InvalidDataException("column '" + text.name() + "' of " + table.file()
                + " is a numeric feature but line " + table.line(text.firstTextRow()) + " holds text; correct the cell"
                + " or leave the column out with --drop " + text.name());
    }

    private static float[] indices(Feature.Categorical feature, Column column) {
        Map<String, Float> index = new HashMap<>();
        for (String category : feature.categories()) {
            index.put(category, (float) index.size());
        }
        float[] values = new float[column.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.isMissing(row) ? Float.NaN : index.getOrDefault(column.category(row), Float.NaN);
        }
        return values;
    }

    private static float[] labels(CsvTable table, FeatureSchema schema) {
        Column column = table.column(schema.label());
        float[] labels = new float[table.rows()];
        for (int row = 0; row < labels.length; row++) {
            String value = column.isMissing(row) ? "" : column.category(row);
            if (value.equals(schema.positive())) {
                labels[row] = 1f;
            } else if (!value.equals(schema.negative())) {
                throw new InvalidDataException("label '" + schema.label() + "' of " + table.file() + " is "
                        + (value.isEmpty() ? "missing" : "'" + value + "'") + " on line " + table.line(row)
                        + "; allowed: '" + schema.negative() + "' and '" + schema.positive() + "'");
            }
        }
        return labels;
    }

    private static List<String> groups(CsvTable table, String name) {
        Column column = table.column(name);
        String[] groups = new String[table.rows()];
        for (int row = 0; row < groups.length; row++) {
            if (column.isMissing(row)) {
                throw new InvalidDataException("column '" + name + "' of " + table.file() + " is missing on line "
                        + table.line(row) + "; every row needs a value to split by");
            }
            groups[row] = column.category(row);
        }
        return Arrays.asList(groups);
    }

    /** Puts the rows of several sets of one schema, without their groups, into one, in the given order. */
    public static Dataset union(List<Dataset> sets) {
        FeatureSchema schema = sets.get(0).schema;
        int width = schema.features().size();
        int rows = 0;
        for (Dataset set : sets) {
            if (!set.schema.equals(schema)) {
                throw new IllegalArgumentException("data sets of different schemas cannot be united");
            }
            rows += set.rows();
        }
        float[] features = new float[Math.multiplyExact(rows, width)];
        float[] labels = new float[rows];
        int at = 0;
        for (Dataset set : sets) {
            System.arraycopy(set.features, 0, features, at * width, set.features.length);
            System.arraycopy(set.labels, 0, labels, at, set.rows());
            at += set.rows();
        }
        return new Dataset(schema, features, labels, List.of());
    }

    /** Returns the given rows, in the given order, as a set of their own. */
    public Dataset select(int[] rows) {
        int width = schema.features().size();
        float[] chosen = new float[Math.multiplyExact(rows.length, width)];
        float[] chosenLabels = new float[rows.length];
        String[] chosenGroups = new String[groups.isEmpty() ? 0 : rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * width, chosen, i * width, width);
            chosenLabels[i] = labels[rows[i]];
            if (chosenGroups.length > 0) {
                chosenGroups[i] = groups.get(rows[i]);
            }
        }
        return new Dataset(schema, chosen, chosenLabels, Arrays.asList(chosenGroups));
    }

    /**
     * Returns these rows under a schema of the same columns that scales numbers in another way.
     *
     * @throws IllegalArgumentException if it differs in more
     */
    public Dataset withScales(FeatureSchema scaled) {
        if (!scaled.withoutScales().equals(schema.withoutScales())) {
            throw new IllegalArgumentException("the schema has other columns than the rows");
        }
        return new Dataset(scaled, features, labels, groups);
    }

    /** Returns what the columns mean. */
    public FeatureSchema schema() {
        return schema;
    }

    /** Returns the number of rows, possibly zero. */
    public int rows() {
        return labels.length;
    }

    /** Returns the number of rows labelled 1. */
    public int positives() {
        int positives = 0;
        for (float label : labels) {
            positives += label > 0 ? 1 : 0;
        }
        return positives;
    }

    /** Returns the features, rows × features, row-major: the array itself, not to be changed. */
    public float[] features() {
        return features;
    }

    /** Returns the labels, 0 or 1: the array itself, not to be changed. */
    public float[] labels() {
        return labels;
    }

    /** Returns the value of the split column per row; empty if none was kept. */
    public List<String> groups() {
        return groups;
    }
}
