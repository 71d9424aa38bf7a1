package io.weir.trainers.data;

import java.util.Locale;
import java.util.OptionalDouble;

/** How one cell of a CSV file is read. */
final class Cells {
    private static final double EXACT_INTEGERS = 1e15;

    private Cells() {}

    static boolean isMissing(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "", "na", "nan", "?" -> true;
            default -> false;
        };
    }

    /** Returns the finite number a cell holds; infinities and Java's type suffixes ({@code 1d}) are text. */
    static OptionalDouble number(String cell) {
        char last = cell.charAt(cell.length() - 1);
        if (last != '.' && (last < '0' || last > '9')) {
            return OptionalDouble.empty();
        }
        char first = cell.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(cell);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    static String canonical(double value) {
        return isInteger(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static String canonical(String cell) {
        OptionalDouble number = number(cell);
        return number.isPresent() ? canonical(number.getAsDouble()) : cell;
    }

    static boolean isInteger(double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    }
}
