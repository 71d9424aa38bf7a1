package io.weir.guard.kernel;

/**
 * A count sketch (Charikar, Chen, Farach-Colton 2002, section 3.1, one row): coordinate {@code j} is added to bucket
 * {@code h(j)} with sign {@code s(j)}. Linear, so that sketches add up over chunks and rounds; inner products of sketches
 * are those of the vectors on average, with a variance of at most {@code 2‖x‖²‖y‖²/width}. Vectors that are not longer
 * than the width are kept as they are, and so are their inner products.
 *
 * @param width numbers a sketch
 * @param parameters length of the vectors
 */
public record CountSketch(int width, long parameters) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Of vectors that long, at most {@code widthMax} numbers. */
    public static CountSketch of(long parameters, int widthMax) {
        return new CountSketch((int) Math.min(parameters, widthMax), parameters);
    }

    /**
     * Adds a part of a vector to {@code sketch}.
     *
     * @param first the coordinate that the row's column 0 is
     */
    public void add(Row row, long first, int length, double[] sketch, int at) {
        float[] values = new float[length];
        row.copy(0, length, values);
        for (int k = 0; k < length; k++) {
            long coordinate = first + k;
            if (parameters <= width) {
                sketch[at + (int) coordinate] += values[k];
            } else {
                long hash = SplitMix.mix(GOLDEN * (coordinate + 1));
                int bucket = at + (int) Math.floorMod(hash >>> 1, (long) width);
                sketch[bucket] += (hash & 1) == 0 ? values[k] : -values[k];
            }
        }
    }
}
