package io.weir.trainers.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a file twice: first to learn each column's kind and the size, then to fill arrays of exactly that size. */
final class CsvReader {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final CsvLimits limits;

    CsvReader(Path file, CsvLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    CsvTable read() {
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(
                    "there is no file " + file.toAbsolutePath() + "; give the path of a CSV file");
        }
        try {
            Profile profile = new Profile();
            List<String> header = scan(profile);
            if (profile.rows == 0) {
                throw new InvalidDataException(file + " has a header but no rows; give a file with data");
            }
            ColumnFiller filler = new ColumnFiller(header, profile.rows, profile.firstTextRow);
            int[] lines = new int[profile.rows];
            scan((row, record) -> {
                lines[row] = record.line;
                filler.fill(row, record.cells);
            });
            return new CsvTable(file, filler.columns(), lines);
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidDataException(file + " is not UTF-8 text; convert it to UTF-8", notUtf8);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new InvalidDataException(
                    file + " cannot be read as CSV (" + unreadable.getMessage() + "); check that the file is whole",
                    unreadable);
        }
    }

    /** What the first pass learns. */
    private static final class Profile implements BiConsumer<Integer, Line> {
        private int rows;
        private int[] firstTextRow = {};

        @Override
        public void accept(Integer row, Line line) {
            if (firstTextRow.length == 0) {
                firstTextRow = new int[line.cells.length];
                Arrays.fill(firstTextRow, -1);
            }
            for (int c = 0; c < line.cells.length; c++) {
                if (firstTextRow[c] < 0 && !Cells.isMissing(line.cells[c])) {
                    OptionalDouble number = Cells.number(line.cells[c]);
                    if (number.isEmpty()) {
                        firstTextRow[c] = row;
                    }
                }
            }
            rows = row + 1;
        }
    }

    private static final class Line {
        private final String[] cells;
        private int line;

        private Line(int columns) {
            this.cells = new String[columns];
        }
    }

    private List<String> scan(BiConsumer<Integer, Line> consumer) throws IOException {
        try (Reader reader = open();
                CSVParser parser = FORMAT.parse(reader)) {
            var records = parser.iterator();
            if (!records.hasNext()) {
                throw new InvalidDataException(file + " is empty; its first line must name the columns");
            }
            List<String> header = header(records.next());
            Line line = new Line(header.size());
            int row = 0;
            while (records.hasNext()) {
                CSVRecord record = records.next();
                line.line = Math.toIntExact(parser.getCurrentLineNumber());
                check(row, record, header.size(), line.line);
                for (int c = 0; c < line.cells.length; c++) {
                    line.cells[c] = record.get(c).trim();
                }
                consumer.accept(row++, line);
            }
            return header;
        }
    }

    private void check(int row, CSVRecord record, int columns, int line) {
        if (record.size() != columns) {
            throw new InvalidDataException(file + " line " + line + " has " + record.size()
                    + " fields but the header names " + columns + "; correct or remove the line");
        }
        if (row >= limits.maxRows() || (row + 1L) * columns > limits.maxCells()) {
            throw new InvalidDataException(file + " is too large: more than " + limits.maxRows() + " rows or "
                    + limits.maxCells() + " cells; sample the file or raise the limit");
        }
    }

    private List<String> header(CSVRecord record) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String raw : record) {
            String name = (names.isEmpty() && raw.startsWith("\uFEFF") ? unquote(raw.substring(1)) : raw).trim();
            if (name.isEmpty()) {
                throw new InvalidDataException(
                        file + " column " + (names.size() + 1) + " has no name in the header; give it one");
            }
            if (!seen.add(name)) {
                throw new InvalidDataException(file + " names the column '" + name + "' twice; rename one");
            }
            names.add(name);
        }
        if (names.size() > limits.maxColumns()) {
            throw new InvalidDataException(file + " has " + names.size() + " columns; at most " + limits.maxColumns()
                    + " are allowed; remove some or raise the limit");
        }
        return names;
    }

    private static String unquote(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private Reader open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            InputStream plain =
                    file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), BUFFER_BYTES);
        } catch (IOException notGzip) {
            raw.close();
            throw notGzip;
        }
    }
}
