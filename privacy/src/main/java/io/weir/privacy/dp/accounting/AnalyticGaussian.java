package io.weir.privacy.dp.accounting;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * The Gaussian mechanism once and without sampling, exactly (Balle, Wang, "Improving the Gaussian Mechanism for Differential Privacy", 2018, Theorem 8).
 * σ is in units of the L2 sensitivity.
 */
public final class AnalyticGaussian {
    private static final double SIGMA_MIN = 1e-6;
    private static final double SIGMA_MAX = 1e12;

    private AnalyticGaussian() {}

    /** δ at {@code epsilon}: Φ(1/2σ − εσ) − e^ε Φ(−1/2σ − εσ). */
    public static double delta(double epsilon, double sigma) {
        requireEpsilon(epsilon);
        Require.positive("sigma", sigma);
        double first = (epsilon * sigma - 1 / (2 * sigma)) / Math.sqrt(2);
        double second = (epsilon * sigma + 1 / (2 * sigma)) / Math.sqrt(2);
        // e^ε erfc(second) = erfcx(second) e^(−first²), for second² − first² = ε.
        double whole = Math.exp(-first * first);
        double delta = first > 0
                ? whole * (Erfcx.value(first) - Erfcx.value(second)) / 2
                : (Erfc.value(first) - whole * Erfcx.value(second)) / 2;
        return Math.max(0, delta);
    }

    /** The smallest ε at {@code delta}, rounded up. */
    public static double epsilon(double sigma, double delta) {
        Require.positive("sigma", sigma);
        Require.delta(delta);
        if (delta(0, sigma) <= delta) {
            return 0;
        }
        double high = 1;
        while (delta(high, sigma) > delta) {
            high *= 2;
        }
        double low = 0;
        for (double middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
            if (delta(middle, sigma) > delta) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The smallest deviation that gives (ε, δ) for an L2 sensitivity, rounded up. */
    public static double sigma(double epsilon, double delta, double l2Sensitivity) {
        requireEpsilon(epsilon);
        Require.delta(delta);
        Require.positive("the L2 sensitivity", l2Sensitivity);
        double low = SIGMA_MIN;
        double high = SIGMA_MAX;
        for (double middle = Math.sqrt(low * high);
                middle > low && middle < high && high > low * (1 + 1e-15);
                middle = Math.sqrt(low * high)) {
            if (delta(epsilon, middle) > delta) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high * l2Sensitivity;
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ": it must be 0 or more and finite");
        }
    }
}
