package io.weir.privacy.vss;

import io.weir.privacy.field.KeyStream;
import io.weir.privacy.field.PrimeField;

/** Two points of the field that a hash draws (Fiat and Shamir 1986), and the linear combination each of them makes of a vector. */
final class Challenges {
    static final int COUNT = 2;

    private final long[] points = new long[COUNT];

    /**
     * From a transcript's digest.
     *
     * @param seed 32 bytes that fix every vector which is going to be combined
     */
    Challenges(byte[] seed) {
        KeyStream stream = new KeyStream(seed, "weir-vss-challenge-v1", 0);
        for (int i = 0; i < COUNT; i++) {
            points[i] = stream.nextInField();
        }
    }

    long point(int challenge) {
        return points[challenge];
    }

    /** {@code sum over k = 1..count of point^k * words[k - 1]}, by Horner's rule. */
    long combine(int challenge, long[] words, int count) {
        long point = points[challenge];
        long combined = 0;
        for (int k = count - 1; k >= 0; k--) {
            combined = PrimeField.multiply(PrimeField.add(combined, words[k]), point);
        }
        return combined;
    }
}
