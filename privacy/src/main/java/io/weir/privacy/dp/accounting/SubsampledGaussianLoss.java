package io.weir.privacy.dp.accounting;

import org.apache.commons.numbers.gamma.ErfDifference;

/**
 * The privacy loss of one step of the Gaussian mechanism on a Poisson sample: the logarithm of how much likelier the output is under one of two
 * neighbours than under the other. With q the sampling rate, one output is N(0, σ²), the other the mixture (1−q) N(0, σ²) + q N(1, σ²).
 */
record SubsampledGaussianLoss(double q, double sigma, Direction direction) {
    /** Outputs beyond so many deviations have less than 1e-23 of the mass. */
    private static final double DEVIATIONS = 10;
    /** Below it a double has lost its precision. */
    private static final double TINY = 1e-290;

    /** Whose output is looked at: that of the larger or of the smaller of two neighbouring data sets. */
    enum Direction {
        REMOVE,
        ADD
    }

    double lowest() {
        return direction == Direction.REMOVE ? logRatio(-DEVIATIONS * sigma) : -logRatio(DEVIATIONS * sigma);
    }

    double highest() {
        return direction == Direction.REMOVE ? logRatio(1 + DEVIATIONS * sigma) : -logRatio(-DEVIATIONS * sigma);
    }

    /**
     * On a grid, by connecting the dots (Doroshenko, Ghazi, Kamath, Kumar, Manurangsi, "Connect the Dots: Tighter Discrete Approximations of Privacy Loss
     * Distributions", 2022): what lies between two points is split between them so that its mass under both neighbours stays. No discrete
     * distribution on the grid that dominates this loss is smaller.
     */
    LossMasses onGrid(double interval) {
        int first = (int) Math.floor(lowest() / interval);
        int last = (int) Math.ceil(highest() / interval);
        double[] masses = new double[last - first + 1];
        double up = -Math.expm1(-interval);
        double before = output(first * interval);
        masses[0] = mass(Double.NEGATIVE_INFINITY, before, false);
        for (int i = first + 1; i <= last; i++) {
            double after = output(i * interval);
            double own = mass(before, after, false);
            double other = mass(before, after, true);
            double upper = other < TINY ? own : (own - other * Math.exp((i - 1) * interval)) / up;
            upper = Math.min(own, Math.max(0, upper));
            masses[i - first] += upper;
            masses[i - first - 1] += own - upper;
            before = after;
        }
        return new LossMasses(interval, first, masses, mass(before, Double.POSITIVE_INFINITY, false));
    }

    /** Where the loss is {@code loss}; mirrored for ADD, so that it grows with the loss. Infinite beyond the losses there are. */
    private double output(double loss) {
        double x = 0.5 + sigma * sigma * exponent(direction == Direction.REMOVE ? loss : -loss);
        return direction == Direction.REMOVE ? x : -x;
    }

    /** The t of 1 − q + q e^t = e^{@code logRatio}. */
    private double exponent(double logRatio) {
        if (logRatio > 1) {
            return logRatio + Math.log1p(-(1 - q) * Math.exp(-logRatio)) - Math.log(q);
        }
        if (logRatio > -0.5) {
            double argument = Math.expm1(logRatio) / q;
            return argument <= -1 ? Double.NEGATIVE_INFINITY : Math.log1p(argument);
        }
        double argument = Math.exp(logRatio) - (1 - q);
        return argument <= 0 ? Double.NEGATIVE_INFINITY : Math.log(argument / q);
    }

    private double logRatio(double x) {
        double t = (2 * x - 1) / (2 * sigma * sigma);
        if (Math.abs(t) < 1) {
            return Math.log1p(q * Math.expm1(t));
        }
        return t > 0 ? t + Math.log(q + (1 - q) * Math.exp(-t)) : q == 1 ? t : Math.log(1 - q + q * Math.exp(t));
    }

    /** Of the neighbour looked at, or of the other one, between two values of {@link #output}. */
    private double mass(double from, double to, boolean other) {
        boolean mirrored = direction == Direction.ADD;
        double low = mirrored ? -to : from;
        double high = mirrored ? -from : to;
        double without = normal(low, high, 0);
        return other == mirrored ? (1 - q) * without + q * normal(low, high, 1) : without;
    }

    private double normal(double low, double high, double mean) {
        double scale = Math.sqrt(2) * sigma;
        return low >= high ? 0 : ErfDifference.value((low - mean) / scale, (high - mean) / scale) / 2;
    }
}
