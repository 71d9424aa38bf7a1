package io.weir.privacy.field;

/**
 * Arithmetic modulo q = 2^61 - 139263, a prime with q = 1 mod 8192, so that Z_q has the roots of unity of the transform. Arguments and results are in
 * [0, q). Nothing here branches or indexes memory by a value.
 */
public final class PrimeField {
    public static final long Q = 2_305_843_009_213_554_689L;

    private static final int BITS = 61;
    private static final long LOW = (1L << BITS) - 1;
    /** 2^61 mod q. */
    private static final long FOLD = (1L << BITS) - Q;

    private PrimeField() {}

    public static long add(long a, long b) {
        return reduceOnce(a + b);
    }

    public static long subtract(long a, long b) {
        long difference = a - b;
        return difference + (Q & (difference >> 63));
    }

    /** Folds the product's bits above 2^61 down twice: 122 bits to 80, then to 62. */
    public static long multiply(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        long upper = (high << 3) | (low >>> BITS);
        long foldedHigh = Math.multiplyHigh(upper, FOLD);
        long foldedLow = upper * FOLD;
        long rest = (foldedHigh << 3) | (foldedLow >>> BITS);
        long sum = rest * FOLD + (foldedLow & LOW) + (low & LOW);
        return reduceOnce((sum & LOW) + (sum >>> BITS) * FOLD);
    }

    /** {@code floor(w * 2^64 / q)}, what {@link #multiply(long, long, long)} needs of a factor that stays the same. */
    public static long quotient(long w) {
        // 128-bit division by shift and subtract: done once for each entry of a table.
        long remainder = w;
        long quotient = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            remainder <<= 1;
            quotient <<= 1;
            if (remainder >= Q) {
                remainder -= Q;
                quotient |= 1;
            }
        }
        return quotient;
    }

    /**
     * {@code a * w}, with one multiplication less (Shoup; Harvey 2014, "Faster arithmetic for number-theoretic transforms", section 2).
     *
     * @param w public
     * @param quotient of {@code w}
     */
    public static long multiply(long a, long w, long quotient) {
        long unsignedHigh = Math.multiplyHigh(a, quotient) + (a & (quotient >> 63));
        return reduceOnce(a * w - unsignedHigh * Q);
    }

    /** {@code base^exponent}; the exponent is public. */
    public static long power(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long rest = exponent; rest != 0; rest >>>= 1) {
            if ((rest & 1) == 1) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    public static long inverse(long a) {
        return power(a, Q - 2);
    }

    /** The representative of any long. */
    public static long of(long value) {
        long remainder = value % Q;
        return remainder + (Q & (remainder >> 63));
    }

    /** The representative in (-q/2, q/2). */
    public static long centred(long a) {
        return a - (Q & ((Q / 2 - a) >> 63));
    }

    /** Of a value in [0, 2q). */
    private static long reduceOnce(long a) {
        long reduced = a - Q;
        return reduced + (Q & (reduced >> 63));
    }
}
