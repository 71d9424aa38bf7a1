package io.weir.privacy.secure;

/** The scale at which values of a bounded magnitude fit into a number of bits. */
public final class FixedPointScale {
    private FixedPointScale() {}

    /**
     * The largest binary exponent s with {@code bound * weightMax * 2^s <= 2^(valueBits - 1) - 1}; below 0 if even whole
     * numbers are too fine.
     *
     * @param bound of a value's magnitude, positive and finite
     * @param weightMax of a weight that values are multiplied by before they are rounded
     */
    public static int bits(int valueBits, double bound, int weightMax) {
        double room = Math.scalb(1.0, valueBits - 1) - 1;
        int bits = Math.getExponent(room / (bound * weightMax));
        while (Math.scalb(bound * weightMax, bits) > room) {
            bits--;
        }
        return bits;
    }

    /** {@code rint(x * weight * 2^bits)}. */
    public static int quantise(float x, int weight, int bits) {
        return Math.toIntExact((long) Math.rint(Math.scalb((double) x * weight, bits)));
    }
}
