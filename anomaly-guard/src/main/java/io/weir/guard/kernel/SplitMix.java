package io.weir.guard.kernel;

/** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), as a hash. */
public final class SplitMix {
    private static final double UNIT = 0x1p-53;

    private SplitMix() {}

    /** Every bit of the result depends on every bit of {@code value}. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** As a number in [0, 1). */
    public static double unit(long value) {
        return (mix(value) >>> 11) * UNIT;
    }
}
