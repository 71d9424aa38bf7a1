package io.weir.privacy.dp;

import java.math.BigInteger;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Draws 0, 1, 2, … by inversion: a uniform real number is compared with the exact cumulative probabilities. 63 of its bits
 * settle that unless they are those of a probability; then more bits are drawn and more digits of the probabilities
 * computed. What comes out is therefore exact, not rounded to the table. It takes a time that depends on what is drawn.
 */
final class InversionTable {
    private static final int BITS = 63;
    private static final int GUIDE_BITS = 12;

    private final IntFunction<List<BigInteger>> digits;
    private final long[] upTo;
    private final int[] guide;

    /** @param digits for a number of bits, so many of P(X ≤ 0), P(X ≤ 1), … until all are ones */
    InversionTable(IntFunction<List<BigInteger>> digits) {
        this.digits = digits;
        this.upTo = digits.apply(BITS).stream()
                .mapToLong(BigInteger::longValueExact)
                .toArray();
        this.guide = new int[1 << GUIDE_BITS];
        int value = 0;
        for (int i = 0; i < guide.length; i++) {
            while (upTo[value] < (long) i << (BITS - GUIDE_BITS)) {
                value++;
            }
            guide[i] = value;
        }
    }

    /**
     * A draw.
     *
     * @param uniform the first 63 bits
     * @param words where further ones come from
     */
    int draw(long uniform, LongSupplier words) {
        int value = guide[(int) (uniform >>> (BITS - GUIDE_BITS))];
        while (upTo[value] < uniform) {
            value++;
        }
        return upTo[value] == uniform ? settle(uniform, words) : value;
    }

    private int settle(long uniform, LongSupplier words) {
        BigInteger drawn = BigInteger.valueOf(uniform);
        for (int bits = 2 * BITS; ; bits += BITS) {
            drawn = drawn.shiftLeft(BITS).or(BigInteger.valueOf(words.getAsLong() >>> 1));
            List<BigInteger> finer = digits.apply(bits);
            int value = 0;
            while (finer.get(value).compareTo(drawn) < 0) {
                value++;
            }
            if (!finer.get(value).equals(drawn)) {
                return value;
            }
        }
    }
}
