package io.weir.trainers.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Numbers as sequences of 16-bit limbs, least significant first, each with the number's sign, so that float32 vectors
 * carry them exactly: the limbs of up to {@value #MAX_SUMMANDS} banks sum below 2^24, where float32 still holds every
 * integer.
 */
final class Limbs {
    /** Limbs of a fixed-point number: 128 bits, magnitude below 2^80 with 48 fractional bits. */
    static final int PER_REAL = 8;
    /** Limbs of a count: 48 bits. */
    static final int PER_COUNT = 3;

    static final int MAX_SUMMANDS = 256;

    private static final int LIMB_BITS = 16;
    private static final int LIMB_MASK = (1 << LIMB_BITS) - 1;
    private static final BigDecimal SCALE = new BigDecimal(BigInteger.ONE.shiftLeft(48));
    private static final double MAX_LIMB_SUM = (double) MAX_SUMMANDS * LIMB_MASK;

    private Limbs() {}

    /** Appends numbers to an array of limbs. */
    static final class Writer {
        private final float[] target;
        private int at;

        Writer(int limbs) {
            this.target = new float[limbs];
        }

        void count(long count, String what) {
            if (count < 0 || count >= 1L << (PER_COUNT * LIMB_BITS)) {
                throw new InvalidDataException(what + " is " + count + "; allowed: 0 to 2^48 - 1");
            }
            put(BigInteger.valueOf(count), PER_COUNT);
        }

        void real(double value, String what) {
            if (!Double.isFinite(value)) {
                throw new InvalidDataException(what + " is " + value + "; correct the column's values or leave it out");
            }
            BigInteger fixed = new BigDecimal(value)
                    .multiply(SCALE)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .toBigIntegerExact();
            if (fixed.abs().bitLength() > PER_REAL * LIMB_BITS) {
                throw new InvalidDataException(
                        what + " is " + value + ", beyond 2^80; give the column in a larger unit or leave it out");
            }
            put(fixed, PER_REAL);
        }

        private void put(BigInteger value, int limbs) {
            BigInteger magnitude = value.abs();
            for (int i = 0; i < limbs; i++) {
                int limb = magnitude.shiftRight(i * LIMB_BITS).intValue() & LIMB_MASK;
                target[at++] = value.signum() * limb;
            }
        }

        float[] limbs() {
            return target;
        }
    }

    /** Reads numbers from an array of summed limbs. */
    static final class Reader {
        private final float[] summed;
        private int at;

        Reader(float[] summed) {
            this.summed = summed;
        }

        long count(String what) {
            BigInteger count = next(PER_COUNT, what);
            if (count.signum() < 0) {
                throw new InvalidDataException(what + " adds up to " + count + "; a bank sent a count that is none");
            }
            return count.longValueExact();
        }

        double real(String what) {
            return new BigDecimal(next(PER_REAL, what)).divide(SCALE).doubleValue();
        }

        private BigInteger next(int limbs, String what) {
            BigInteger value = BigInteger.ZERO;
            for (int i = limbs - 1; i >= 0; i--) {
                float limb = summed[at + i];
                if (limb != Math.rint(limb) || Math.abs(limb) > MAX_LIMB_SUM) {
                    throw new InvalidDataException(what + " cannot be decoded: limb " + i + " is " + limb
                            + ", not a whole number up to " + (long) MAX_LIMB_SUM + "; sum at most " + MAX_SUMMANDS
                            + " banks without weights");
                }
                value = value.shiftLeft(LIMB_BITS).add(BigInteger.valueOf((long) limb));
            }
            at += limbs;
            return value;
        }
    }
}
