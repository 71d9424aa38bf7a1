package io.weir.privacy.dp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.LongSupplier;

/**
 * Coins whose probability is a multiple of e^(-k²/2σ²), exactly. A uniform real number of which 63 bits are known is compared with
 * the probability in floating point; where that lies within the error of it, about once in 2^39, whole numbers of as many bits
 * as it takes decide (Ducas, Nguyen 2012, "Faster Gaussian lattice sampling using lazy floating-point arithmetic").
 */
final class GaussianCoin {
    /**
     * More than the error of {@link #estimate} and of a uniform number together. The square's relative error is below 2^-51, so
     * up to k = 16σ the exponent's is below 2^-44; beyond, the power is below 2^-184. StrictMath.exp is within one unit in the last place.
     */
    static final double ERROR = 0x1p-40;

    private static final int WORD_BITS = 63;
    private static final double UNIT = 0x1p-63;

    private final double deviation;

    GaussianCoin(double deviation) {
        this.deviation = deviation;
    }

    /** e^(-k²/2σ²), for k up to 16σ with a relative error below {@link #ERROR}. */
    double estimate(long k) {
        double ratio = k / deviation;
        return StrictMath.exp(-ratio * ratio / 2);
    }

    /**
     * True with probability {@code n/d · 2^doublings · e^(-k²/2σ²)}, which is at most 1.
     *
     * @param uniform the first 63 bits of the number that is compared
     * @param words where further ones come from
     */
    boolean falls(long n, long d, int doublings, long k, long uniform, LongSupplier words) {
        double probability = Math.scalb((double) n / d, doublings) * estimate(k);
        double drawn = uniform * UNIT;
        if (drawn < probability - ERROR) {
            return true;
        }
        if (drawn > probability + ERROR) {
            return false;
        }
        return fallsExactly(BigInteger.valueOf(n).shiftLeft(doublings), BigInteger.valueOf(d), k, uniform, words);
    }

    private boolean fallsExactly(BigInteger n, BigInteger d, long k, long uniform, LongSupplier words) {
        BigDecimal twiceVariance = BigDecimal.valueOf(2).multiply(new BigDecimal(deviation).pow(2));
        BigInteger unit = BigInteger.TEN.pow(Math.max(0, twiceVariance.scale()));
        BigInteger square = BigInteger.valueOf(k).pow(2).multiply(unit);
        BigInteger divisor = twiceVariance.multiply(new BigDecimal(unit)).toBigIntegerExact();
        BigInteger drawn = BigInteger.valueOf(uniform);
        for (int bits = WORD_BITS; ; bits += WORD_BITS) {
            int workBits = 2 * bits;
            Bounds probability =
                    Bounds.ratio(square, divisor, workBits).expMinus().times(Bounds.ratio(n, d, workBits));
            if (drawn.add(BigInteger.ONE).shiftLeft(workBits - bits).compareTo(probability.low()) <= 0) {
                return true;
            }
            if (drawn.shiftLeft(workBits - bits).compareTo(probability.high()) >= 0) {
                return false;
            }
            drawn = drawn.shiftLeft(WORD_BITS).or(BigInteger.valueOf(words.getAsLong() >>> 1));
        }
    }
}
