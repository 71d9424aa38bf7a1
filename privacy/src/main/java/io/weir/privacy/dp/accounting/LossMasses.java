package io.weir.privacy.dp.accounting;

/**
 * A distribution of losses on a grid.
 *
 * @param interval of the grid
 * @param first the grid point of {@code masses[0]}
 * @param masses by grid point
 * @param infinite the mass of outputs that one neighbour alone may have
 */
record LossMasses(double interval, long first, double[] masses, double infinite) {
    /** λ times the width; e to it is a double still. */
    private static final double EXPONENT_MAX = 600;

    double width() {
        return interval * masses.length;
    }

    double mean() {
        double sum = 0;
        for (int i = 0; i < masses.length; i++) {
            sum += masses[i] * (first + i);
        }
        return sum * interval;
    }

    double variance() {
        double mean = mean() / interval;
        double sum = 0;
        for (int i = 0; i < masses.length; i++) {
            double distance = first + i - mean;
            sum += masses[i] * distance * distance;
        }
        return sum * interval * interval;
    }

    boolean allowsLambda(double lambda) {
        return Math.abs(lambda) * width() <= EXPONENT_MAX;
    }

    /** log E e^(λ loss) over the finite losses. */
    double logMoment(double lambda) {
        double step = Math.exp(lambda * interval);
        double factor = 1;
        double sum = 0;
        for (double mass : masses) {
            sum += mass * factor;
            factor *= step;
        }
        return lambda * interval * first + Math.log(sum);
    }

    /** δ at {@code epsilon}: Σ mass (1 − e^(ε − loss)) over the losses above. */
    double delta(double epsilon) {
        double sum = infinite;
        for (int i = masses.length - 1; i >= 0; i--) {
            double loss = (first + i) * interval;
            if (loss <= epsilon) {
                break;
            }
            sum += masses[i] * -Math.expm1(epsilon - loss);
        }
        return sum;
    }

    /** The smallest ε &ge; 0 at {@code delta}; infinite if there is none. */
    double epsilon(double delta) {
        if (infinite > delta) {
            return Double.POSITIVE_INFINITY;
        }
        double decay = Math.exp(-interval);
        double above = infinite;
        // Σ mass e^(point − loss) over the losses above the point: what the exponential takes away.
        double discounted = 0;
        for (int i = masses.length - 1; i >= 0; i--) {
            double point = (first + i) * interval;
            if (above - discounted > delta) {
                return Math.max(0, point + Math.log((above - delta) / discounted));
            }
            if (point <= 0) {
                return 0;
            }
            above += masses[i];
            discounted = (discounted + masses[i]) * decay;
        }
        return 0;
    }
}
