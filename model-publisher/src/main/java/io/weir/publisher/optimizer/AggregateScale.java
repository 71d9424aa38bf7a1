package io.weir.publisher.optimizer;

/**
 * What turns a round's fixed-point sums into a weighted mean.
 *
 * @param scaleBits fixed point of the sums: a sum stands for {@code sum / 2^scaleBits}; -62 to 62, below 0 only
 *     if values are hidden in few bits
 * @param totalWeight sum of the admitted weights, at least 1
 */
public record AggregateScale(int scaleBits, long totalWeight) {
    private static final int MAX_SCALE_BITS = 62;

    public AggregateScale {
        if (scaleBits < -MAX_SCALE_BITS || scaleBits > MAX_SCALE_BITS) {
            throw new IllegalArgumentException("scaleBits " + scaleBits + " is not within -62 to " + MAX_SCALE_BITS);
        }
        if (totalWeight < 1) {
            throw new IllegalArgumentException("totalWeight " + totalWeight + " is not positive");
        }
    }

    /** The value of one unit of the sums, {@code 2^-scaleBits}; multiplying a double by it is exact. */
    public double unit() {
        return StrictMath.scalb(1.0, -scaleBits);
    }
}
