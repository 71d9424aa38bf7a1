package io.weir.privacy.secure;

import io.weir.privacy.field.KeyStream;
import io.weir.privacy.mask.MaskKey;
import io.weir.privacy.mask.Masks;
import io.weir.privacy.mask.SeedWords;
import io.weir.privacy.rlwe.RlweSecret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hides one participant's update of one round, with secrets that are drawn anew for each update: a participant that trains
 * again after a crash hides the other update under other secrets.
 */
public abstract sealed class Concealment implements AutoCloseable {
    final HiddenRing ring;

    private Concealment(HiddenRing ring) {
        this.ring = ring;
    }

    /** Hides nothing. */
    public static Concealment plain(HiddenRing ring) {
        return new Plain(ring);
    }

    /**
     * Hides by masks.
     *
     * @param key the participant's
     * @param neighbourKeys their public keys, by name
     */
    public static Concealment masks(
            HiddenRing ring, String participant, MaskKey key, Map<String, byte[]> neighbourKeys, SecureRandom random) {
        Map<String, byte[]> pairs = new TreeMap<>();
        neighbourKeys.forEach((name, theirs) -> pairs.put(name, key.seedWith(name, theirs, ring.roundSeed())));
        byte[] own = new byte[KeyStream.SEED_BYTES];
        random.nextBytes(own);
        return new OfMasks(ring, participant, own, pairs);
    }

    /** Hides by encryption. */
    public static Concealment rlwe(HiddenRing ring, SecureRandom random) {
        return new OfRlwe(ring, RlweSecret.generate(random), random);
    }

    /**
     * A chunk's row of words.
     *
     * @param chunk its index in the vector
     * @param values each within the ring's bits; may be overwritten
     * @throws IllegalArgumentException if a value does not fit
     */
    public final long[] conceal(int chunk, int[] values) {
        int limit = 1 << (ring.valueBits() - 1);
        for (int value : values) {
            if (value < -limit || value >= limit) {
                throw new IllegalArgumentException("a value does not fit into " + ring.valueBits() + " bits");
            }
        }
        return hidden(chunk, values);
    }

    abstract long[] hidden(int chunk, int[] values);

    /** What the committee gets shares of: words of the field, to be overwritten after use. */
    public abstract long[] secret();

    /** Overwrites the secrets. */
    @Override
    public abstract void close();

    private static long[] words(int[] values) {
        long[] words = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            words[i] = values[i] & 0xFFFF_FFFFL;
        }
        return words;
    }

    private static final class Plain extends Concealment {
        private Plain(HiddenRing ring) {
            super(ring);
        }

        @Override
        long[] hidden(int chunk, int[] values) {
            return words(values);
        }

        @Override
        public long[] secret() {
            return new long[0];
        }

        @Override
        public void close() {}
    }

    private static final class OfMasks extends Concealment {
        private final String participant;
        private final byte[] own;
        private final Map<String, byte[]> pairs;

        private OfMasks(HiddenRing ring, String participant, byte[] own, Map<String, byte[]> pairs) {
            super(ring);
            this.participant = participant;
            this.own = own;
            this.pairs = pairs;
        }

        @Override
        long[] hidden(int chunk, int[] values) {
            Masks.mask(values, chunk, participant, own, pairs);
            return words(values);
        }

        /** The own seed, then those of the pairs by the neighbours' names. */
        @Override
        public long[] secret() {
            long[] secret = new long[(1 + pairs.size()) * SeedWords.WORDS];
            System.arraycopy(SeedWords.of(own), 0, secret, 0, SeedWords.WORDS);
            int at = SeedWords.WORDS;
            for (byte[] seed : List.copyOf(pairs.values())) {
                System.arraycopy(SeedWords.of(seed), 0, secret, at, SeedWords.WORDS);
                at += SeedWords.WORDS;
            }
            return secret;
        }

        @Override
        public void close() {
            Arrays.fill(own, (byte) 0);
            pairs.values().forEach(seed -> Arrays.fill(seed, (byte) 0));
        }
    }

    private static final class OfRlwe extends Concealment {
        private final RlweSecret secret;
        private final SecureRandom random;

        private OfRlwe(HiddenRing ring, RlweSecret secret, SecureRandom random) {
            super(ring);
            this.secret = secret;
            this.random = random;
        }

        @Override
        long[] hidden(int chunk, int[] values) {
            return ring.cipher(chunk).encrypt(values, secret, random);
        }

        @Override
        public long[] secret() {
            return secret.words();
        }

        @Override
        public void close() {
            secret.close();
        }
    }
}
