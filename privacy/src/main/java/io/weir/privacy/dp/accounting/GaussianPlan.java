package io.weir.privacy.dp.accounting;

/**
 * Steps of the Gaussian mechanism on Poisson samples, as DP-SGD takes them (Abadi et al., "Deep Learning with Differential Privacy", 2016).
 *
 * @param samplingRate the chance of a record to be in a step, in (0, 1]
 * @param noiseMultiplier the deviation of the noise on the sum, in units of the clipping bound
 * @param steps how many
 */
public record GaussianPlan(double samplingRate, double noiseMultiplier, long steps) implements Mechanism {
    public GaussianPlan {
        Require.rate("the sampling rate", samplingRate);
        Require.positive("the noise multiplier", noiseMultiplier);
        Require.atLeastOne("the number of steps", steps);
    }

    /** The same mechanism with another number of steps. */
    public GaussianPlan withSteps(long other) {
        return new GaussianPlan(samplingRate, noiseMultiplier, other);
    }

    @Override
    public double rdp(double order) {
        return steps * SubsampledGaussianRdp.of(samplingRate, noiseMultiplier, order);
    }
}
