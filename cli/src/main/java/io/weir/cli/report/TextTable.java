package io.weir.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A table of aligned columns; a cell may have several lines, and gets more where a narrow terminal needs it. */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST = 16;

    /** A column's heading, its alignment, and whether it gives way where the table is too wide. */
    public record Column(String heading, boolean right, boolean shrinks) {}

    /** Lines of text and how they are coloured; colouring happens after alignment. */
    public record Cell(List<String> lines, UnaryOperator<String> colour) {
        public static Cell of(String text) {
            return new Cell(List.of(text), UnaryOperator.identity());
        }
    }

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public void add(List<Cell> row) {
        rows.add(List.copyOf(row));
    }

    public String render(int limitColumns, UnaryOperator<String> headingColour) {
        int[] widths = widths(limitColumns);
        StringBuilder out = new StringBuilder();
        List<Cell> headings = columns.stream()
                .map(column -> new Cell(List.of(column.heading()), headingColour))
                .toList();
        appendRow(out, headings, widths);
        rows.forEach(row -> appendRow(out, row, widths));
        return out.toString();
    }

    private int[] widths(int limitColumns) {
        int[] widths = new int[columns.size()];
        int total = GAP.length() * (columns.size() - 1);
        for (int c = 0; c < widths.length; c++) {
            widths[c] = Text.width(columns.get(c).heading());
            for (List<Cell> row : rows) {
                for (String line : row.get(c).lines()) {
                    widths[c] = Math.max(widths[c], Text.width(line));
                }
            }
            total += widths[c];
        }
        for (int c = 0; c < widths.length; c++) {
            if (columns.get(c).shrinks() && total > limitColumns) {
                int narrowest = Math.min(widths[c], NARROWEST);
                int width = Math.max(narrowest, widths[c] - (total - limitColumns));
                total -= widths[c] - width;
                widths[c] = width;
            }
        }
        return widths;
    }

    /** Further lines are indented, so that one sees where the next entry of the cell begins. */
    private static List<String> fit(String line, int width) {
        if (Text.width(line) <= width) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>(Text.wrap(line, width - 2));
        for (int i = 1; i < lines.size(); i++) {
            lines.set(i, "  " + lines.get(i));
        }
        return lines;
    }

    private void appendRow(StringBuilder out, List<Cell> row, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        for (int c = 0; c < widths.length; c++) {
            int width = widths[c];
            cells.add(row.get(c).lines().stream()
                    .flatMap(line -> fit(line, width).stream())
                    .toList());
        }
        int lines = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < lines; line++) {
            StringBuilder text = new StringBuilder();
            int pending = 0;
            for (int c = 0; c < widths.length; c++) {
                String content = line < cells.get(c).size() ? cells.get(c).get(line) : "";
                int padding = widths[c] - Text.width(content);
                boolean right = columns.get(c).right();
                pending += (c == 0 ? 0 : GAP.length()) + (right || content.isEmpty() ? padding : 0);
                if (!content.isEmpty()) {
                    text.append(" ".repeat(pending)).append(row.get(c).colour().apply(content));
                    pending = right ? 0 : padding;
                }
            }
            out.append(text).append('\n');
        }
    }
}
