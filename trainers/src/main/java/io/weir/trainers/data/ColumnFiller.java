package io.weir.trainers.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The second pass over a file: numbers into arrays, text into codes of a dictionary per column. */
final class ColumnFiller {
    private final List<String> header;
    private final int[] firstTextRow;
    private final double[][] numbers;
    private final int[][] codes;
    private final List<Map<String, Integer>> dictionaries = new ArrayList<>();
    private final List<List<String>> values = new ArrayList<>();

    /** @param firstTextRow per column the first row whose cell is text, negative if there is none */
    ColumnFiller(List<String> header, int rows, int[] firstTextRow) {
        this.header = header;
        this.firstTextRow = firstTextRow;
        this.numbers = new double[header.size()][];
        this.codes = new int[header.size()][];
        for (int c = 0; c < header.size(); c++) {
            if (firstTextRow[c] < 0) {
                numbers[c] = new double[rows];
            } else {
                codes[c] = new int[rows];
            }
            dictionaries.add(new HashMap<>());
            values.add(new ArrayList<>());
        }
    }

    void fill(int row, String[] cells) {
        for (int c = 0; c < cells.length; c++) {
            boolean missing = Cells.isMissing(cells[c]);
            if (numbers[c] != null) {
                OptionalDouble number = missing ? OptionalDouble.empty() : Cells.number(cells[c]);
                numbers[c][row] = number.orElse(Double.NaN);
            } else {
                codes[c][row] = missing ? -1 : code(c, Cells.canonical(cells[c]));
            }
        }
    }

    private int code(int column, String value) {
        Integer known = dictionaries.get(column).get(value);
        if (known != null) {
            return known;
        }
        int next = values.get(column).size();
        dictionaries.get(column).put(value, next);
        values.get(column).add(value);
        return next;
    }

    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < header.size(); c++) {
            columns.add(
                    numbers[c] != null
                            ? new Column.NumericColumn(header.get(c), numbers[c])
                            : new Column.TextColumn(header.get(c), codes[c], values.get(c), firstTextRow[c]));
        }
        return columns;
    }
}
