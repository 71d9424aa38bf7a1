package io.weir.trainers.data;

import java.util.List;
import java.util.function.Function;

/** One loaded column of a {@link CsvTable}; which kind it is was inferred from its cells. */
public sealed interface Column {
    /** Returns the column's name in the header. */
    String name();

    /** Returns the number of rows. */
    int rows();

    /** Returns whether the cell of {@code row} is empty, {@code NA}, {@code NaN} or {@code ?}. */
    boolean isMissing(int row);

    /**
     * Returns the cell as a category: trimmed text, numbers in canonical form ({@code 1} for {@code 1.0} and
     * {@code 01}), so that banks that write numbers differently agree on a vocabulary. Undefined for missing cells.
     */
    String category(int row);

    /** Returns what the function of this column's kind makes of it. */
    <T> T match(Function<NumericColumn, T> numeric, Function<TextColumn, T> text);

    /** A column whose every cell is a finite number or missing ({@code NaN}). */
    final class NumericColumn implements Column {
        private final String name;
        private final double[] values;

        NumericColumn(String name, double[] values) {
            this.name = name;
            this.values = values;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values[row]);
        }

        @Override
        public String category(int row) {
            return Cells.canonical(values[row]);
        }

        @Override
        public <T> T match(Function<NumericColumn, T> numeric, Function<TextColumn, T> text) {
            return numeric.apply(this);
        }

        /** Returns the number in {@code row}, NaN where it is missing. */
        public double value(int row) {
            return values[row];
        }
    }

    /** A column with at least one cell that is neither a number nor missing. */
    final class TextColumn implements Column {
        private final String name;
        private final int[] codes;
        private final List<String> values;
        private final int firstTextRow;

        TextColumn(String name, int[] codes, List<String> values, int firstTextRow) {
            this.name = name;
            this.codes = codes;
            this.values = List.copyOf(values);
            this.firstTextRow = firstTextRow;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return codes.length;
        }

        @Override
        public boolean isMissing(int row) {
            return codes[row] < 0;
        }

        @Override
        public String category(int row) {
            return values.get(codes[row]);
        }

        @Override
        public <T> T match(Function<NumericColumn, T> numeric, Function<TextColumn, T> text) {
            return text.apply(this);
        }

        /** Returns the distinct values in order of first appearance. */
        public List<String> distinct() {
            return values;
        }

        /** Returns the first row whose cell is not a number. */
        public int firstTextRow() {
            return firstTextRow;
        }
    }
}
