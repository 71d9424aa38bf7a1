package io.weir.privacy.mask;

import io.weir.privacy.field.KeyStream;

/** Seeds as words of the field, to share them among a committee: 56 bits a word. */
public final class SeedWords {
    private static final int WORD_BYTES = 7;
    /** Words of a seed. */
    public static final int WORDS = (KeyStream.SEED_BYTES + WORD_BYTES - 1) / WORD_BYTES;

    private SeedWords() {}

    /** A seed's words, big-endian. */
    public static long[] of(byte[] seed) {
        if (seed.length != KeyStream.SEED_BYTES) {
            throw new IllegalArgumentException(
                    "a seed of " + seed.length + " bytes; needed are " + KeyStream.SEED_BYTES);
        }
        long[] words = new long[WORDS];
        for (int i = 0; i < seed.length; i++) {
            words[i / WORD_BYTES] = (words[i / WORD_BYTES] << Byte.SIZE) | (seed[i] & 0xFF);
        }
        return words;
    }

    /**
     * The seed.
     *
     * @throws IllegalArgumentException if they are no seed's words: shares of something else, or a false one among them
     */
    public static byte[] seed(long[] words) {
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        if (words.length != WORDS) {
            throw new IllegalArgumentException(words.length + " words are no seed, which has " + WORDS);
        }
        for (int i = seed.length - 1; i >= 0; i--) {
            int place = i % WORD_BYTES;
            int last = Math.min(WORD_BYTES, KeyStream.SEED_BYTES - i + place) - 1;
            seed[i] = (byte) (words[i / WORD_BYTES] >>> (Byte.SIZE * (last - place)));
        }
        long[] again = of(seed);
        for (int w = 0; w < WORDS; w++) {
            if (again[w] != words[w]) {
                throw new IllegalArgumentException("the words are no seed's: a share is false");
            }
        }
        return seed;
    }
}
