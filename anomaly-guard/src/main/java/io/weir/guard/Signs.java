package io.weir.guard;

/**
 * How many of an update's values have which sign; adds up over chunks.
 *
 * @param positive values above zero
 * @param negative values below zero
 * @param zero values that are zero, of either sign
 */
public record Signs(long positive, long negative, long zero) {
    /** Of no values. */
    public static final Signs NONE = new Signs(0, 0, 0);

    /** Of {@code values[0 .. length)}, which are finite. */
    public static Signs of(float[] values, int length) {
        int positive = 0;
        int negative = 0;
        for (int i = 0; i < length; i++) {
            positive += values[i] > 0 ? 1 : 0;
            negative += values[i] < 0 ? 1 : 0;
        }
        return new Signs(positive, negative, length - positive - negative);
    }

    /** Of more values. */
    public Signs plus(Signs other) {
        return new Signs(positive + other.positive, negative + other.negative, zero + other.zero);
    }

    /** Number of values. */
    public long total() {
        return positive + negative + zero;
    }
}
