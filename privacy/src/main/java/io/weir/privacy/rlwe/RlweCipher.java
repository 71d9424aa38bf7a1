package io.weir.privacy.rlwe;

import io.weir.privacy.field.KeyStream;
import io.weir.privacy.field.PrimeField;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Encrypts vectors of signed values: {@code c_j = a_j s + e_j + 2^k m_j} in Z_q[x]/(x^4096 + 1), q of 61 bits, two values a coefficient of m. The a_j come
 * from the round's public seed, so that ciphertexts of one round add up. Thread-safe.
 */
public final class RlweCipher {
    private static final String COMMON = "weir-rlwe-common-v1";
    private static final String ERROR = "weir-rlwe-error-v1";

    private final SlotPacking packing;
    private final byte[] roundSeed;
    private final int chunk;

    /**
     * The cipher of a round's chunk.
     *
     * @param roundSeed 32 public bytes that no other round of the same keys has
     * @param chunk its index in the vector, from 0 on: each has a common part of its own
     */
    public RlweCipher(SlotPacking packing, byte[] roundSeed, int chunk) {
        this.packing = packing;
        this.roundSeed = roundSeed.clone();
        this.chunk = chunk;
    }

    /** Ring elements of 4096 words a vector of this length takes, end to end. */
    public int words(int values) {
        return packing.polynomials(values) * NumberTheoreticTransform.SIZE;
    }

    /**
     * Encrypts.
     *
     * @param values each within the packing's bits
     * @param random for the errors
     * @return as many words as {@link #words} says, each in [0, q)
     * @throws IllegalArgumentException if a value does not fit
     */
    public long[] encrypt(int[] values, RlweSecret secret, SecureRandom random) {
        for (int value : values) {
            packing.requireFits(value);
        }
        byte[] errorSeed = new byte[KeyStream.SEED_BYTES];
        random.nextBytes(errorSeed);
        long[] key = secret.transformed();
        long[] ciphertext = new long[words(values.length)];
        for (int p = 0; p < packing.polynomials(values.length); p++) {
            long[] masked = masked(key, p);
            KeyStream errors = new KeyStream(errorSeed, ERROR, p);
            int from = p * NumberTheoreticTransform.SIZE;
            for (int i = 0; i < NumberTheoreticTransform.SIZE; i++) {
                int first = SlotPacking.SLOTS * (from + i);
                long packed = packing.pack(at(values, first), at(values, first + 1));
                long noisy = SmallError.draw(errors) + packed;
                ciphertext[from + i] = PrimeField.add(masked[i], noisy + (PrimeField.Q & (noisy >> 63)));
            }
        }
        Arrays.fill(key, 0);
        Arrays.fill(errorSeed, (byte) 0);
        return ciphertext;
    }

    /**
     * Adds a ciphertext to a sum.
     *
     * @throws IllegalArgumentException if a word of the ciphertext is not in [0, q); the sum is then as it was
     */
    public static void add(long[] sum, long[] ciphertext) {
        requireRing(sum, ciphertext);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = PrimeField.add(sum[i], ciphertext[i]);
        }
    }

    /**
     * Takes a ciphertext back that was added.
     *
     * @throws IllegalArgumentException if a word of the ciphertext is not in [0, q); the sum is then as it was
     */
    public static void subtract(long[] sum, long[] ciphertext) {
        requireRing(sum, ciphertext);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = PrimeField.subtract(sum[i], ciphertext[i]);
        }
    }

    private static void requireRing(long[] sum, long[] ciphertext) {
        if (sum.length != ciphertext.length) {
            throw new IllegalArgumentException(
                    "a ciphertext of " + ciphertext.length + " words for a sum of " + sum.length);
        }
        long outside = 0;
        for (long word : ciphertext) {
            outside |= word | (PrimeField.Q - 1 - word);
        }
        if (outside < 0) {
            throw new IllegalArgumentException("a ciphertext has a word outside of the ring");
        }
    }

    /**
     * Opens a sum of at most as many ciphertexts as the packing allows.
     *
     * @param secrets the sum of exactly their keys; with any other the result is as good as random
     * @return the sums of their values
     */
    public long[] open(long[] sum, int values, RlweSecret secrets) {
        if (sum.length != words(values)) {
            throw new IllegalArgumentException(
                    values + " values take " + words(values) + " words; the sum has " + sum.length);
        }
        long[] key = secrets.transformed();
        long[] opened = new long[values];
        for (int p = 0; p < packing.polynomials(values); p++) {
            long[] masked = masked(key, p);
            int from = p * NumberTheoreticTransform.SIZE;
            for (int i = 0; i < NumberTheoreticTransform.SIZE; i++) {
                int first = SlotPacking.SLOTS * (from + i);
                long centred = PrimeField.centred(PrimeField.subtract(sum[from + i], masked[i]));
                if (first < values) {
                    opened[first] = packing.first(centred);
                }
                if (first + 1 < values) {
                    opened[first + 1] = packing.second(centred);
                }
            }
        }
        return opened;
    }

    /** {@code a_p s}: a_p is uniform, so it is drawn as its transform. */
    private long[] masked(long[] key, int polynomial) {
        KeyStream common = new KeyStream(roundSeed, COMMON, ((long) chunk << Integer.SIZE) | polynomial);
        long[] product = new long[NumberTheoreticTransform.SIZE];
        for (int i = 0; i < product.length; i++) {
            product[i] = PrimeField.multiply(common.nextInField(), key[i]);
        }
        NumberTheoreticTransform.inverse(product);
        return product;
    }

    private static long at(int[] values, int index) {
        return index < values.length ? values[index] : 0;
    }
}
