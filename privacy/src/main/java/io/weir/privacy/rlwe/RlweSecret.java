package io.weir.privacy.rlwe;

import io.weir.privacy.field.KeyStream;
import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

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
            coefficients[i] = stream.nextInField();
        }
        return new RlweSecret(coefficients);
    }

    /**
     * What shares of it, or of several, give.
     *
     * @throws IllegalArgumentException if the shares do not suffice, or are of something else
     */
    public static RlweSecret reconstruct(SecretSharing sharing, List<Share> shares) {
        long[] coefficients = sharing.reconstruct(shares);
        if (coefficients.length != NumberTheoreticTransform.SIZE) {
            throw new IllegalArgumentException("shares of " + coefficients.length + " words are of no key, which has "
                    + NumberTheoreticTransform.SIZE);
        }
        return new RlweSecret(coefficients);
    }

    /** A share for each member of a committee. */
    public List<Share> share(SecretSharing sharing, SecureRandom random) {
        return sharing.share(coefficients, random);
    }

    /** Words of a key. */
    public static final int WORDS = NumberTheoreticTransform.SIZE;

    /**
     * A key, or a sum of keys, whose words are known.
     *
     * @throws IllegalArgumentException if they are not {@link #WORDS} words of the field
     */
    public static RlweSecret of(long[] coefficients) {
        boolean inField = true;
        for (long word : coefficients) {
            inField &= word >= 0 && word < PrimeField.Q;
        }
        if (coefficients.length != WORDS || !inField) {
            throw new IllegalArgumentException(
                    coefficients.length + " words are no key: a key has " + WORDS + " in the field");
        }
        return new RlweSecret(coefficients.clone());
    }

    /** A copy of its words: what is shared. */
    public long[] words() {
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
