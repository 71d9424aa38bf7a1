package io.weir.trainers.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A CSV file with a header, loaded column by column. A column is numeric when every cell is a finite number or missing
 * (empty, {@code NA}, {@code NaN}, {@code ?}), text otherwise.
 */
public final class CsvTable {
    private final Path file;
    private final List<Column> columns;
    private final int[] lines;

    CsvTable(Path file, List<Column> columns, int[] lines) {
        this.file = file;
        this.columns = List.copyOf(columns);
        this.lines = lines;
    }

    /**
     * Loads {@code file} within {@link CsvLimits#DEFAULT}.
     *
     * @param file a {@code .csv} or gzip-compressed {@code .csv.gz} file in UTF-8 whose first line names the columns
     * @throws InvalidDataException if the file is absent, unreadable, empty, ragged or too large; the message says where
     */
    public static CsvTable load(Path file) {
        return load(file, CsvLimits.DEFAULT);
    }

    /**
     * Loads {@code file} within the given limits.
     *
     * @throws InvalidDataException if the file is absent, unreadable, empty, ragged or too large; the message says where
     */
    public static CsvTable load(Path file, CsvLimits limits) {
        return new CsvReader(file, limits).read();
    }

    /** Returns the file this table came from. */
    public Path file() {
        return file;
    }

    /** Returns the number of data rows, at least one. */
    public int rows() {
        return lines.length;
    }

    /** Returns the columns in the header's order. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns the line of the file on which a row ends, counted from 1. */
    public int line(int row) {
        return lines[row];
    }

    /**
     * Returns a column by its name.
     *
     * @throws InvalidDataException naming the columns that exist if there is no such one
     */
    public Column column(String name) {
        for (Column column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        throw new InvalidDataException(file + " has no column '" + name + "'. Its columns are: "
                + columns.stream().map(Column::name).collect(Collectors.joining(", ")));
    }
}
