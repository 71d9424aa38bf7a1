package io.weir.trainers.data;

/**
 * Bounds on what {@link CsvTable} reads; a file beyond them is refused instead of exhausting the heap.
 *
 * @param maxRows data lines, the header not counted
 * @param maxColumns columns of the header
 * @param maxCells rows times columns; a cell takes about 8 bytes once loaded
 */
public record CsvLimits(int maxRows, int maxColumns, long maxCells) {
    /** Five million rows, 4,096 columns, 60 million cells (about half a gigabyte). */
    public static final CsvLimits DEFAULT = new CsvLimits(5_000_000, 4_096, 60_000_000L);

    /** Validates that every bound is positive. */
    public CsvLimits {
        requirePositive("maxRows", maxRows);
        requirePositive("maxColumns", maxColumns);
        requirePositive("maxCells", maxCells);
    }

    private static void requirePositive(String key, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: 1 or more");
        }
    }
}
