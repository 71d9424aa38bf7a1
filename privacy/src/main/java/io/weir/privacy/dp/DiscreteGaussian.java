package io.weir.privacy.dp;

import io.weir.privacy.field.KeyStream;

/**
 * Whole numbers k with probability in proportion to e^(-k²/2σ²), exactly: no floating-point number takes part in a draw, so
 * none gives away what it was added to (Mironov 2012). Canonne, Kamath, Steinke 2020, "The discrete Gaussian for
 * differential privacy". Not thread-safe, and not of constant time.
 */
public final class DiscreteGaussian {
    /** Up to here a table is held. */
    static final double TABLE_DEVIATION_MAX = 1024;
    /** Below, nearly every draw is 0: the grid is too coarse for such noise. */
    static final double DEVIATION_MIN = 1.0 / 64;

    private final double deviation;
    private final IntegerSampler sampler;
    private final KeyStream words;

    /**
     * A sampler.
     *
     * @param deviation σ, from 1/64 to 2^40. One above 1024 is rounded up to a whole number
     * @param words where randomness comes from; its next words are used up
     */
    public DiscreteGaussian(double deviation, KeyStream words) {
        if (!(deviation >= DEVIATION_MIN && deviation <= RejectionSampler.DEVIATION_MAX)) {
            throw new IllegalArgumentException("the noise's deviation is " + deviation
                    + " steps of its grid; allowed: 1/64 to 2^40. Use a finer or a coarser grid");
        }
        boolean small = deviation <= TABLE_DEVIATION_MAX;
        this.deviation = small ? deviation : Math.ceil(deviation);
        this.sampler = small ? new TableSampler(deviation) : new RejectionSampler((long) this.deviation);
        this.words = words;
    }

    /** σ, as it is drawn with. */
    public double deviation() {
        return deviation;
    }

    /** A draw. */
    public long sample() {
        return sampler.sample(words::next);
    }

    /**
     * Adds a draw to each value.
     *
     * @throws ArithmeticException if a sum does not fit
     */
    public void addTo(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.addExact(values[i], sampler.sample(words::next));
        }
    }
}
