package io.weir.cli.command;

import io.weir.trainers.data.Column;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.InvalidDataException;
import io.weir.trainers.data.Splits;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bank's rows as its federation reads them.
 *
 * @param train rows to train on, at least one
 * @param heldBack rows of the file that are not trained on
 */
record BankData(Dataset train, int heldBack) {
    /**
     * Reads a file under the federation's feature schema.
     *
     * @param holdBack whether one fifth of the rows, stratified, is kept from training
     * @throws InvalidDataException if the file does not fit the schema, naming every missing column, or has no rows
     */
    static BankData load(Path file, String federation, FeatureSchema schema, boolean holdBack, long seed) {
        CsvTable table = table(file);
        requireColumns(table, federation, schema);
        Dataset all = Dataset.of(table, schema);
        if (!holdBack) {
            return new BankData(all, 0);
        }
        Dataset train = Splits.holdout(all, seed).train();
        return new BankData(train, all.rows() - train.rows());
    }

    private static CsvTable table(Path file) {
        try {
            return CsvTable.load(file);
        } catch (InvalidDataException e) {
            throw new InvalidDataException("the bank's data cannot be used: " + e.getMessage(), e);
        }
    }

    private static void requireColumns(CsvTable table, String federation, FeatureSchema schema) {
        Set<String> present = table.columns().stream().map(Column::name).collect(Collectors.toSet());
        List<String> missing = Stream.concat(
                        Stream.of(schema.label()), schema.features().stream().map(Feature::name))
                .filter(name -> !present.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidDataException(table.file() + " lacks what federation '" + federation + "' trains on: "
                    + String.join(", ", missing) + ". Its columns are: "
                    + table.columns().stream().map(Column::name).collect(Collectors.joining(", "))
                    + ". Add the missing ones; further columns do no harm");
        }
    }

    boolean hasOneClass() {
        return train.positives() == 0 || train.positives() == train.rows();
    }
}
