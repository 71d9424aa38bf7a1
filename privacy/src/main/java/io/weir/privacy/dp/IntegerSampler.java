package io.weir.privacy.dp;

import java.util.function.LongSupplier;

/** A distribution on the integers. */
sealed interface IntegerSampler permits RejectionSampler, TableSampler {
    /** A draw from uniform 64-bit words. */
    long sample(LongSupplier words);
}
