package io.weir.privacy.dp;

import java.util.function.LongSupplier;

/**
 * The discrete Gaussian of a whole deviation σ, by rejection from a discrete Laplace distribution of scale t = σ (Canonne,
 * Kamath, Steinke 2020, algorithms 2 and 3; any whole t is right, and this one leaves fractions of σ alone).
 */
record RejectionSampler(long deviation) implements IntegerSampler {
    static final long DEVIATION_MAX = 1L << 40;

    /** How often in a row a coin of probability 1/e falls on its head. */
    private static final InversionTable GEOMETRIC = new InversionTable(CumulativeDistribution::geometric);

    RejectionSampler {
        if (deviation < 1 || deviation > DEVIATION_MAX) {
            throw new IllegalArgumentException("deviation is " + deviation + "; allowed: 1 to 2^40");
        }
    }

    @Override
    public long sample(LongSupplier words) {
        while (true) {
            long candidate = laplace(words);
            if (accepts(Math.abs(Math.abs(candidate) - deviation), words)) {
                return candidate;
            }
        }
    }

    /** Algorithm 2 with s = 1. */
    private long laplace(LongSupplier words) {
        while (true) {
            long fraction = Bernoulli.uniform(words, deviation);
            if (!Bernoulli.expMinus(words, fraction, deviation)) {
                continue;
            }
            long word = words.getAsLong();
            long magnitude = fraction + deviation * GEOMETRIC.draw(word >>> 1, words);
            boolean negative = (word & 1) == 1;
            if (!negative || magnitude != 0) {
                return negative ? -magnitude : magnitude;
            }
        }
    }

    /** With probability e^(-a²/2σ²): for a = qσ + r the exponent is q²/2 + q·r/σ + (r/σ)²/2. */
    private boolean accepts(long a, LongSupplier words) {
        long q = a / deviation;
        long r = a % deviation;
        for (long i = 0; i < q * q; i++) {
            if (!Bernoulli.expMinus(words, 1, 2)) {
                return false;
            }
        }
        for (long i = 0; i < q; i++) {
            if (!Bernoulli.expMinus(words, r, deviation)) {
                return false;
            }
        }
        return Bernoulli.expMinusHalfSquare(words, r, deviation);
    }
}
