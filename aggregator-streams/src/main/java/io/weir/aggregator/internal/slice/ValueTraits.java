package io.weir.aggregator.internal.slice;

import io.weir.schemas.arrow.FloatColumn;

/**
 * What a glance at a chunk's values tells, beside their norm. It looks at up to 256 of them at fixed places; only a chunk
 * whose sample is all one value is read to its first other one.
 *
 * @param constant whether every value is the same, and not zero
 * @param entropyBits Shannon entropy of the sampled values that are not zero, or {@link #UNKNOWN}
 */
record ValueTraits(boolean constant, double entropyBits) {
    /** Too few values to tell. */
    static final double UNKNOWN = -1;

    /** Of values that cannot be seen. */
    static final ValueTraits HIDDEN = new ValueTraits(false, UNKNOWN);

    /** Fewer say nothing: sixteen different values have four bits. */
    static final int SAMPLE_MIN = 16;

    private static final int SAMPLE = 256;
    /** A power of two, at most half full. */
    private static final int SLOTS = 2 * SAMPLE;
    /** {@code c · log2(c)}. */
    private static final double[] C_LOG_C = new double[SAMPLE + 1];

    static {
        for (int c = 2; c <= SAMPLE; c++) {
            C_LOG_C[c] = c * StrictMath.log(c) / StrictMath.log(2);
        }
    }

    /** Looks at {@code values}, which are finite. */
    static ValueTraits of(FloatColumn values) {
        int length = values.length();
        int[] keys = new int[SLOTS];
        short[] counts = new short[SLOTS];
        int looked = Math.min(SAMPLE, length);
        int nonZero = 0;
        int different = 0;
        for (int k = 0; k < looked; k++) {
            float value = values.get((int) ((long) k * length / looked));
            if (value == 0) {
                continue;
            }
            nonZero++;
            // No finite value but zero has the bits 0, which mark a free slot.
            int bits = Float.floatToRawIntBits(value);
            int slot = (bits * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
            while (keys[slot] != bits && keys[slot] != 0) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            different += keys[slot] == 0 ? 1 : 0;
            keys[slot] = bits;
            counts[slot]++;
        }
        boolean constant = nonZero > 0 && nonZero == looked && different == 1 && isConstant(values);
        return new ValueTraits(constant, nonZero < SAMPLE_MIN ? UNKNOWN : entropyBits(counts, nonZero));
    }

    private static boolean isConstant(FloatColumn values) {
        float first = values.get(0);
        for (int i = 1; i < values.length(); i++) {
            if (values.get(i) != first) {
                return false;
            }
        }
        return true;
    }

    /** {@code H = log2 n − Σ c·log2(c) / n}, added up by rising count, so that the slots' order does not matter. */
    private static double entropyBits(short[] counts, int total) {
        int[] howMany = new int[total + 1];
        for (short count : counts) {
            howMany[count]++;
        }
        double sum = 0;
        for (int c = 2; c <= total; c++) {
            sum += howMany[c] * C_LOG_C[c];
        }
        return (C_LOG_C[total] - sum) / total;
    }
}
