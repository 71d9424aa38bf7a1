package io.weir.privacy.dp.accounting;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * RDP of one step of the Gaussian mechanism on a Poisson sample (Mironov, Talwar, Zhang, "Rényi Differential Privacy of the Sampled Gaussian Mechanism",
 * 2019, Section 3.3): log A(α) / (α − 1).
 */
final class SubsampledGaussianRdp {
    private static final int TERMS_MAX = 10_000_000;
    /** A term e^30 times smaller than the sum ends it. */
    private static final double NEGLIGIBLE = 30;

    private SubsampledGaussianRdp() {}

    static double of(double samplingRate, double sigma, double order) {
        Require.order(order);
        if (samplingRate == 1) {
            return order / (2 * sigma * sigma);
        }
        double logA = order == Math.rint(order)
                ? logAOfInteger(samplingRate, sigma, (int) order)
                : logAOfFraction(samplingRate, sigma, order);
        return Math.max(0, logA / (order - 1));
    }

    /**
     * Equation for integer α. The binomial probabilities sum to 1 and the exponents of i = 0 and 1 are 0, so A = 1 + Σᵢ₌₂ C(α,i) qⁱ(1−q)^(α−i)
     * (e^((i²−i)/2σ²) − 1), which keeps its precision where A is close to 1.
     */
    private static double logAOfInteger(double q, double sigma, int order) {
        LogSum excess = new LogSum();
        for (int i = 2; i <= order; i++) {
            double exponent = (double) i * (i - 1) / (2 * sigma * sigma);
            double logBinomial =
                    LogGamma.value(order + 1.0) - LogGamma.value(i + 1.0) - LogGamma.value(order - i + 1.0);
            double logExcess = exponent + Math.log(-Math.expm1(-exponent));
            excess.add(logBinomial + i * Math.log(q) + (order - i) * Math.log1p(-q) + logExcess, 1);
        }
        double log = excess.log();
        return log > 0 ? log + Math.log1p(Math.exp(-log)) : Math.log1p(Math.exp(log));
    }

    /** Two series that meet at z₀, where the mixture's parts are equally likely; binomials of a fraction change their sign. */
    private static double logAOfFraction(double q, double sigma, double order) {
        double z0 = sigma * sigma * Math.log(1 / q - 1) + 0.5;
        double logOdds = Math.log1p(-q) - Math.log(q);
        LogSum sum = new LogSum();
        double logBinomial = 0;
        int sign = 1;
        for (int i = 0; i < TERMS_MAX; i++) {
            double j = order - i;
            double first = half(i, z0, logOdds, sigma);
            double second = half(j, z0, logOdds, sigma, -1);
            double common = logBinomial + order * Math.log1p(-q);
            sum.add(common + first, sign);
            sum.add(common + second, sign);
            if (i > order && common + Math.max(first, second) < sum.log() - NEGLIGIBLE) {
                return sum.log();
            }
            double factor = (order - i) / (i + 1.0);
            logBinomial += Math.log(Math.abs(factor));
            sign = factor < 0 ? -sign : sign;
        }
        throw new IllegalArgumentException("the RDP of order " + order + " at sampling rate " + q
                + " and noise multiplier " + sigma + " converges too slowly: use a larger noise multiplier");
    }

    private static double half(double k, double z0, double logOdds, double sigma) {
        return half(k, z0, logOdds, sigma, 1);
    }

    /**
     * The logarithm of ((1−q)/q)^(−k) e^((k²−k)/2σ²) ½ erfc(±(k − z₀)/√2σ). Where the argument is positive, the scaled erfc takes e^((k²−k)/2σ²) in:
     * by the definition of z₀, e^(−z₀²/2σ²) is left, and nothing large cancels.
     */
    private static double half(double k, double z0, double logOdds, double sigma, int direction) {
        double argument = direction * (k - z0) / (Math.sqrt(2) * sigma);
        if (argument > 0) {
            return Math.log(0.5 * Erfcx.value(argument)) - z0 * z0 / (2 * sigma * sigma);
        }
        return -k * logOdds + k * (k - 1) / (2 * sigma * sigma) + Math.log(0.5 * Erfc.value(argument));
    }

    /** A sum of signed terms whose logarithms are known. */
    private static final class LogSum {
        private double scale = Double.NEGATIVE_INFINITY;
        private double scaled;

        void add(double log, int sign) {
            if (log > scale) {
                scaled = scaled * Math.exp(scale - log) + sign;
                scale = log;
            } else if (log > Double.NEGATIVE_INFINITY) {
                scaled += sign * Math.exp(log - scale);
            }
        }

        double log() {
            return scale + Math.log(scaled);
        }
    }
}
