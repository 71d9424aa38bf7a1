package io.weir.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {
    /** Stands where a figure is undefined. */
    public static final String NONE = "-";

    private static final String[] SIZE_UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Numbers() {}

    static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : NONE;
    }

    /** A score in a table. */
    static String score(double value) {
        return fixed(value, 4);
    }

    public static String seconds(double value) {
        return fixed(value, value < 100 ? 2 : 1);
    }

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double share) {
        return Double.isFinite(share) ? fixed(share * 100, 2) + " %" : NONE;
    }

    /** Four significant digits; infinities and NaN by name, since a norm may be either. */
    public static String significant(double value) {
        return significant(value, 4);
    }

    static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinite" : "-infinite";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        int digitsBefore = size < 1 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
        return fixed(value, Math.max(0, digits - digitsBefore));
    }

    /** Up, so that what is read is a bound still. */
    public static String roundedUp(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6, RoundingMode.CEILING))
                .stripTrailingZeros()
                .toPlainString();
    }

    public static String bytes(long sizeBytes) {
        int unit = sizeUnit(sizeBytes);
        return unit == 0 ? sizeBytes + " B" : significant(sizeBytes / sizeUnitBytes(unit), 3) + " " + SIZE_UNITS[unit];
    }

    /** Index of the decimal unit in which a size has one to three digits before the point. */
    static int sizeUnit(long sizeBytes) {
        int unit = 0;
        while (unit < SIZE_UNITS.length - 1 && sizeBytes >= sizeUnitBytes(unit + 1)) {
            unit++;
        }
        return unit;
    }

    static double sizeUnitBytes(int unit) {
        return Math.pow(1000, unit);
    }

    static String sizeUnitName(int unit) {
        return SIZE_UNITS[unit];
    }
}
