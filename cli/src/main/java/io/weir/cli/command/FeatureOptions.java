package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.cli.federation.StatisticsSource;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
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
            description =
                    "The feature schema: label, negative, positive, and features with their kinds. Numeric ones may have"
                            + " a centre and a scale, all of them or none.")
    private Path file;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Sample sample;

    /** A CSV file to infer the schema from. */
    static final class Sample {
        @Option(
                names = "--schema-from",
                paramLabel = "FILE.csv",
                required = true,
                description =
                        "A sample of the data, which may be made up: columns, kinds and categories are inferred, and with"
                                + " --statistics schema centre and scale, which are as public as the rest.")
        private Path csv;

        @Option(names = "--label", paramLabel = "COLUMN", required = true, description = "The column to predict.")
        private String label;

        @Option(names = "--positive", paramLabel = "VALUE", description = "The label's value that is to be found.")
        private String positive;

        @Option(names = "--drop", paramLabel = "COLUMN", split = ",", description = "Columns to leave out.")
        private Set<String> drop = Set.of();

        private FeatureSchema infer(boolean scaled) {
            InferenceOptions options = InferenceOptions.of(label).withDrop(drop);
            CsvTable table = CsvTable.load(csv);
            FeatureSchema schema =
                    FeatureSchema.infer(table, positive == null ? options : options.withPositive(positive));
            return scaled ? schema.scaledBy(Dataset.of(table, schema)) : schema;
        }
    }

    /**
     * Where centre and scale come from, if nothing else was asked for.
     *
     * @param noise whether banks add noise that statistics of their rows would undermine
     */
    StatisticsSource source(boolean noise) {
        return noise || (file != null && read().namesScales()) ? StatisticsSource.SCHEMA : StatisticsSource.ROUND;
    }

    /** From a sample with its centres and scales, if the schema is to name them; from a file as it is. */
    FeatureSchema schema(StatisticsSource source) {
        return file == null ? sample.infer(source == StatisticsSource.SCHEMA) : read();
    }

    private FeatureSchema read() {
        try {
            return FeatureSchema.fromJson(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CommandException.unreadable("--features", file, e);
        }
    }
}
