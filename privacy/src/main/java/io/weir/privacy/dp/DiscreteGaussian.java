package io.weir.privacy.dp;

import io.weir.privacy.field.KeyStream;
import java.util.function.LongSupplier;

/**
 * Whole numbers k with probability in proportion to e^(-k²/2σ²), exactly (Canonne, Kamath, Steinke 2020, "The discrete Gaussian for
 * differential privacy", definition 1). A floating-point number decides no draw but where its error bound proves what integers of any
 * length would say, so none gives away what it was added to (Mironov 2012). The same words give the same draws on every machine.
 * Not thread-safe, and not of constant time.
 */
public final class DiscreteGaussian {
    private final double deviation;
    private final IntegerSampler sampler;
    private final LongSupplier words;

    /**
     * A sampler.
     *
     * @param deviation σ, from 1/64 to 2^40
     * @param words where randomness comes from; its next words are used up
     */
    public DiscreteGaussian(double deviation, KeyStream words) {
        this(deviation, IntegerSampler.gaussian(deviation), words);
    }

    /** @param sampler of that deviation; many streams may share it */
    DiscreteGaussian(double deviation, IntegerSampler sampler, KeyStream words) {
        this.deviation = deviation;
        this.sampler = sampler;
        this.words = words::next;
    }

    /** σ. */
    public double deviation() {
        return deviation;
    }

    /** A draw. */
    public long sample() {
        return sampler.sample(words);
    }

    /**
     * Adds a draw to each value.
     *
     * @throws ArithmeticException if a sum does not fit
     */
    public void addTo(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.addExact(values[i], sampler.sample(words));
        }
    }
}
