package io.weir.privacy.dp;

import java.util.function.LongSupplier;

/** A distribution on the integers; without state, so that many streams may be turned into its draws. */
sealed interface IntegerSampler permits BucketSampler, TableSampler {
    /** A draw from uniform 64-bit words. */
    long sample(LongSupplier words);

    /**
     * The discrete Gaussian.
     *
     * @param deviation σ, from 1/64 to 2^40
     */
    static IntegerSampler gaussian(double deviation) {
        if (!(deviation >= TableSampler.DEVIATION_MIN && deviation <= BucketSampler.DEVIATION_MAX)) {
            throw new IllegalArgumentException("the noise's deviation is " + deviation
                    + " steps of its grid; allowed: 1/64 to 2^40. Use a finer or a coarser grid");
        }
        return deviation < BucketSampler.DEVIATION_MIN ? new TableSampler(deviation) : new BucketSampler(deviation);
    }
}
