package io.weir.privacy.field;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** A secure random that is not: the same bytes in every run. */
public final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient SplittableRandom source;

    public FixedRandom(long seed) {
        this.source = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
