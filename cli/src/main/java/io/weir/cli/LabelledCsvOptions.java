package io.weir.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** A file to measure on, where there is something to measure on without one. */
public final class LabelledCsvOptions {
    @Option(names = "--data", paramLabel = "FILE.csv", description = "Rows to measure on. Default: generated ones.")
    private Path data;

    @Option(names = "--label", paramLabel = "COLUMN", description = "The column to predict, with --data.")
    private String label;

    @Option(names = "--drop", paramLabel = "COLUMN", split = ",", description = "Columns to leave out, with --data.")
    private Set<String> drop = Set.of();

    /**
     * The file, if one is given.
     *
     * @throws IllegalArgumentException if something is given without what it needs
     */
    public Optional<LabelledCsv> file() {
        if (data == null) {
            if (label != null || !drop.isEmpty()) {
                throw new IllegalArgumentException("--label and --drop need --data FILE.csv");
            }
            return Optional.empty();
        }
        if (label == null) {
            throw new IllegalArgumentException("--data needs --label COLUMN: the column to predict");
        }
        return Optional.of(new LabelledCsv(data, label, drop));
    }
}
