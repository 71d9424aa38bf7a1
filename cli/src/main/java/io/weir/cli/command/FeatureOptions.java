package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.InferenceOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a federation's feature schema comes from: a sample of the data, or a file that names it. */
final class FeatureOptions {
    @Option(
            names = "--features",
            paramLabel = "FILE.json",
            description = "The feature schema: label, negative, positive, and features with their kinds.")
    private Path file;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Sample sample;

    /** A CSV file to infer the schema from. */
    static final class Sample {
        @Option(
                names = "--schema-from",
                paramLabel = "FILE.csv",
                required = true,
                description = "A sample of the data, which may be made up: columns, kinds and categories are inferred.")
        private Path csv;

        @Option(names = "--label", paramLabel = "COLUMN", required = true, description = "The column to predict.")
        private String label;

        @Option(names = "--positive", paramLabel = "VALUE", description = "The label's value that is to be found.")
        private String positive;

        @Option(names = "--drop", paramLabel = "COLUMN", split = ",", description = "Columns to leave out.")
        private Set<String> drop = Set.of();

        private FeatureSchema infer() {
            InferenceOptions options = InferenceOptions.of(label).withDrop(drop);
            return FeatureSchema.infer(CsvTable.load(csv), positive == null ? options : options.withPositive(positive));
        }
    }

    FeatureSchema schema() {
        if (file == null) {
            return sample.infer();
        }
        try {
            return FeatureSchema.fromJson(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CommandException.unreadable("--features", file, e);
        }
    }
}
