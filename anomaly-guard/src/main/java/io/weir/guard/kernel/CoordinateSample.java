package io.weir.guard.kernel;

/**
 * Some coordinates of a vector, each in or out by a hash of its index: whoever knows the seed draws the same, chunk by chunk
 * and in any order.
 *
 * @param seed another one, another sample
 * @param share of the coordinates that are in, above 0, up to 1
 */
public record CoordinateSample(long seed, double share) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1p-53;

    /** Whether a coordinate is in. */
    public boolean contains(long coordinate) {
        return (mix(seed + GOLDEN * (coordinate + 1)) >>> 11) * UNIT < share;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * A row with zeros where the sample is not.
     *
     * @param first the coordinate that the row's column 0 is
     */
    public Row of(Row row, long first) {
        return (column, length, target) -> {
            row.copy(column, length, target);
            for (int k = 0; k < length; k++) {
                if (!contains(first + column + k)) {
                    target[k] = 0;
                }
            }
        };
    }
}
