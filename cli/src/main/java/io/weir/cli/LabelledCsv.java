package io.weir.cli;

import java.nio.file.Path;
import java.util.Set;

/**
 * A file of rows to learn from.
 *
 * @param label the column to predict
 * @param drop columns to leave out
 */
public record LabelledCsv(Path file, String label, Set<String> drop) {
    public LabelledCsv {
        drop = Set.copyOf(drop);
    }
}
