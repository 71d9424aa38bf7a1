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

    /** Whether a coordinate is in. */
    public boolean contains(long coordinate) {
        return SplitMix.unit(seed + GOLDEN * (coordinate + 1)) < share;
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
