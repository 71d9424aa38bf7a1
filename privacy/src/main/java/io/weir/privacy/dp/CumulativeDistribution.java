package io.weir.privacy.dp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The leading bits of P(X ≤ k) for k = 0, 1, … up to the first k where all of them are ones; as many bits as asked for, each
 * of them proved by bounds.
 */
final class CumulativeDistribution {
    private static final int GUARD_BITS = 128;

    private CumulativeDistribution() {}

    /**
     * Of the magnitude of a discrete Gaussian.
     *
     * @param deviation σ of the probabilities in proportion to e^(-k²/2σ²), taken as exactly the number that it is
     */
    static List<BigInteger> gaussianMagnitude(double deviation, int bits) {
        return proved(bits, workBits -> gaussianMagnitude(deviation, bits, workBits));
    }

    /** Works with more bits until none asked for is left open. */
    private static List<BigInteger> proved(int bits, IntFunction<List<BigInteger>> attempt) {
        for (int guard = GUARD_BITS; ; guard *= 2) {
            List<BigInteger> found = attempt.apply(bits + guard);
            if (!found.isEmpty()) {
                return found;
            }
        }
    }

    private static List<BigInteger> gaussianMagnitude(double deviation, int bits, int workBits) {
        BigDecimal twiceVariance = BigDecimal.valueOf(2).multiply(new BigDecimal(deviation).pow(2));
        BigInteger unit = BigInteger.TEN.pow(Math.max(0, twiceVariance.scale()));
        Bounds step = Bounds.ratio(
                        unit, twiceVariance.multiply(new BigDecimal(unit)).toBigIntegerExact(), workBits)
                .expMinus();
        Bounds ratio = step;
        Bounds squared = step.times(step);
        Bounds weight = Bounds.one(workBits);
        Bounds sum = weight;
        List<Bounds> sums = new ArrayList<>(List.of(sum));
        BigInteger negligible = BigInteger.ONE.shiftLeft(workBits - bits - Long.SIZE);
        while (weight.high().compareTo(negligible) > 0) {
            weight = weight.times(ratio);
            ratio = ratio.times(squared);
            sum = sum.plus(weight.twice());
            sums.add(sum);
        }
        // What is left is less than a geometric series of the last ratio.
        BigInteger one = BigInteger.ONE.shiftLeft(workBits);
        BigInteger rest = weight.high()
                .shiftLeft(1)
                .multiply(one.divide(one.subtract(ratio.high())).add(BigInteger.ONE));
        return digits(sums, new Bounds(sum.low(), sum.high().add(rest), workBits), bits);
    }

    /** Empty if the bounds leave a bit open. */
    private static List<BigInteger> digits(List<Bounds> sums, Bounds total, int bits) {
        BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        List<BigInteger> digits = new ArrayList<>();
        for (Bounds sum : sums) {
            BigInteger low = sum.low().shiftLeft(bits).divide(total.high());
            BigInteger high = sum.high().shiftLeft(bits).divide(total.low()).min(ones);
            if (!low.equals(high)) {
                return List.of();
            }
            digits.add(low);
            if (low.equals(ones)) {
                return digits;
            }
        }
        return List.of();
    }
}
