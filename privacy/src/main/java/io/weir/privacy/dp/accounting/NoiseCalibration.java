package io.weir.privacy.dp.accounting;

/** The noise that a budget needs. */
public final class NoiseCalibration {
    static final double NOISE_MIN = 0.05;
    static final double NOISE_MAX = 100_000;
    /** How close to the smallest noise, relatively; the answer never costs more than the budget. */
    private static final double PRECISION = 1e-4;

    private NoiseCalibration() {}

    /** By the accountant with the tighter bound. */
    public static double noiseMultiplier(double epsilon, double delta, double samplingRate, long steps) {
        return noiseMultiplier(epsilon, delta, samplingRate, steps, Accounting.PLD);
    }

    /**
     * The smallest noise multiplier with which {@code steps} cost at most (ε, δ).
     *
     * @throws IllegalArgumentException if no noise is enough, or a parameter is out of its range
     */
    public static double noiseMultiplier(
            double epsilon, double delta, double samplingRate, long steps, Accounting accounting) {
        Require.positive("epsilon", epsilon);
        Require.delta(delta);
        double high = 1;
        while (cost(samplingRate, high, steps, delta, accounting) > epsilon) {
            if (high >= NOISE_MAX) {
                throw new IllegalArgumentException("no noise multiplier up to " + (long) NOISE_MAX + " keeps " + steps
                        + " steps at sampling rate " + samplingRate + " within epsilon " + epsilon + " at delta "
                        + delta
                        + ": allow more epsilon or delta, fewer steps, or sample less");
            }
            high = Math.min(high * 2, NOISE_MAX);
        }
        double low = high / 2;
        while (low > NOISE_MIN && cost(samplingRate, low, steps, delta, accounting) <= epsilon) {
            high = low;
            low /= 2;
        }
        if (low <= NOISE_MIN) {
            return high;
        }
        while (high - low > PRECISION * low) {
            double middle = (low + high) / 2;
            if (cost(samplingRate, middle, steps, delta, accounting) > epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double cost(double rate, double noise, long steps, double delta, Accounting accounting) {
        return accounting.epsilon(new GaussianPlan(rate, noise, steps), delta);
    }
}
