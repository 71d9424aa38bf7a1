package io.weir.guard.kernel;

import io.weir.kernels.Kernels;

/**
 * Exact sums in fixed point: a value enters as {@code q = rint(x * 2^scaleBits)}, is multiplied by an integer weight and
 * added in int64. Integer addition is associative, so a sum has the same bits in any order, and a term can be taken
 * back.
 *
 * <p>No sum overflows if every |x| is at most the bound, every weight at most weightMax and at most cohort terms are
 * added: {@link #scaleBits} leaves {@code |q| <= 2^(62 - bits(weightMax * cohort))}, hence {@code |sum| <= 2^62}.
 */
public final class FixedPoint {
    private static final Kernels KERNELS = Kernels.fastest();

    /** 1.5 * 2^52: adding it rounds a double of magnitude below 2^51 to the nearest integer, ties to even. */
    private static final double ROUNDER = 0x1.8p52;

    private static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);
    private static final int SUM_BITS = 62;
    private static final int VALUE_BITS = 50;
    private static final int MIN_SCALE_BITS = -64;
    private static final int MAX_SCALE_BITS = 96;

    private FixedPoint() {}

    /**
     * The largest scale at which no sum can overflow.
     *
     * @param bound upper bound of a value's magnitude, positive and finite
     * @param weightMax upper bound of a weight, at least 1
     * @param cohort upper bound of the number of terms, at least 1
     * @return the binary exponent of the scale
     * @throws IllegalArgumentException if an argument is out of range, or weightMax * cohort exceeds 2^40, which would
     *     leave values fewer than 22 bits
     */
    public static int scaleBits(double bound, int weightMax, int cohort) {
        if (!(bound > 0) || Double.isInfinite(bound)) {
            throw new IllegalArgumentException("bound " + bound + " is not positive and finite");
        }
        if (weightMax < 1 || cohort < 1) {
            throw new IllegalArgumentException(
                    "weightMax " + weightMax + " and cohort " + cohort + " must be positive");
        }
        int countBits = ceilLog2((long) weightMax * cohort);
        if (countBits > 40) {
            throw new IllegalArgumentException("weightMax " + weightMax + " times cohort " + cohort
                    + " exceeds 2^40: lower weir.round.weight.max");
        }
        int boundBits = Math.getExponent(bound) + (bound == Math.scalb(1.0, Math.getExponent(bound)) ? 0 : 1);
        int bits = Math.min(SUM_BITS - countBits, VALUE_BITS) - boundBits;
        return Math.max(MIN_SCALE_BITS, Math.min(MAX_SCALE_BITS, bits));
    }

    private static int ceilLog2(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value - 1);
    }

    /**
     * Adds {@code weight * rint(factor * x[i] * 2^scaleBits)} to {@code sums[i]}; a negative weight takes the term back.
     *
     * @param x the values, each of a magnitude that {@link #scaleBits} was computed for
     * @param factor clip factor in (0, 1]
     */
    public static void add(float[] x, int length, long weight, double factor, int scaleBits, long[] sums) {
        KERNELS.addFixedPoint(x, length, weight, scale(factor, scaleBits), sums, 0);
    }

    /** What values are multiplied by before they are rounded. */
    public static double scale(double factor, int scaleBits) {
        return factor * Math.scalb(1.0, scaleBits);
    }

    /** {@code rint(x * scale)}. */
    static long round(double x, double scale) {
        return Double.doubleToRawLongBits(x * scale + ROUNDER) - ROUNDER_BITS;
    }

    /** The value of a sum, as the double nearest to {@code sum / 2^scaleBits} (the division itself is exact). */
    public static double value(long sum, int scaleBits) {
        return Math.scalb((double) sum, -scaleBits);
    }
}
