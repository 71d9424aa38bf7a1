package io.weir.privacy.rlwe;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * One participant's key of one round, or the sum of several: a ring element, uniform modulo q. A key that is used for two rounds with the same common
 * part leaks the difference of the updates.
 */
public final class RlweSecret implements AutoCloseable {
    private final long[] coefficients;

    private RlweSecret(long[] coefficients) {
        this.coefficients = coefficients;
    }

    /** A fresh key. */
    public static RlweSecret generate(SecureRandom random) {
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        random.nextBytes(seed);
        KeyStream stream = new KeyStream(seed, "weir-rlwe-secret-v1", 0);
        Arrays.fill(seed, (byte) 0);
        long[] coefficients = new long[NumberTheoreticTransform.SIZE];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = stream.nextInRing();
        }
        return new RlweSecret(coefficients);
    }

    /** A key whose coefficients are known. */
    static RlweSecret of(long[] coefficients) {
        return new RlweSecret(coefficients.clone());
    }

    long[] coefficients() {
        return coefficients.clone();
    }

    /** As {@link NumberTheoreticTransform} has it. */
    long[] transformed() {
        long[] transformed = coefficients.clone();
        NumberTheoreticTransform.forward(transformed);
        return transformed;
    }

    /** Overwrites it. */
    @Override
    public void close() {
        Arrays.fill(coefficients, 0);
    }
}
