package io.weir.privacy.dp;

import java.math.BigInteger;

/**
 * A real number of 0 or more between two multiples of 2^-bits; every operation rounds outwards.
 *
 * @param low at most the number times 2^bits
 * @param high at least that
 */
record Bounds(BigInteger low, BigInteger high, int bits) {
    /** Bits that each halving of an exponent spares in terms of its series; the square root of the work, about. */
    private static final int BITS_PER_HALVING = 16;

    static Bounds one(int bits) {
        BigInteger one = BigInteger.ONE.shiftLeft(bits);
        return new Bounds(one, one, bits);
    }

    static Bounds ratio(BigInteger n, BigInteger d, int bits) {
        return new Bounds(n.shiftLeft(bits).divide(d), ceiling(n.shiftLeft(bits), d), bits);
    }

    Bounds plus(Bounds other) {
        return new Bounds(low.add(other.low), high.add(other.high), bits);
    }

    Bounds times(Bounds other) {
        return new Bounds(low.multiply(other.low).shiftRight(bits), shiftUp(high.multiply(other.high), bits), bits);
    }

    Bounds twice() {
        return new Bounds(low.shiftLeft(1), high.shiftLeft(1), bits);
    }

    /** e to the minus this: Taylor's series of a small fraction of it, between two partial sums, then squared. */
    Bounds expMinus() {
        int halvings = Math.max(0, high.bitLength() - bits) + bits / BITS_PER_HALVING;
        Bounds small = new Bounds(low.shiftRight(halvings), shiftUp(high, halvings), bits);
        BigInteger above = BigInteger.ONE.shiftLeft(bits);
        BigInteger below = above;
        Bounds term = one(bits);
        for (int i = 1; i <= 2 * bits && term.high.bitLength() > 1; i++) {
            Bounds next = term.times(small);
            term = new Bounds(next.low.divide(BigInteger.valueOf(i)), ceiling(next.high, BigInteger.valueOf(i)), bits);
            // Terms alternate and shrink, so the truth lies within the last one of the sum so far.
            above = (i & 1) == 1 ? above.subtract(term.low) : above.add(term.high);
            below = (i & 1) == 1 ? below.subtract(term.high) : below.add(term.low);
        }
        Bounds power = new Bounds(below.subtract(term.high).max(BigInteger.ZERO), above.add(term.high), bits);
        for (int i = 0; i < halvings; i++) {
            power = power.times(power);
        }
        return power;
    }

    private static BigInteger shiftUp(BigInteger value, int shift) {
        return value.negate().shiftRight(shift).negate();
    }

    private static BigInteger ceiling(BigInteger n, BigInteger d) {
        return n.add(d).subtract(BigInteger.ONE).divide(d);
    }
}
