package io.weir.privacy.mask;

import io.weir.privacy.field.KeyStream;
import java.util.Map;

/** Adds masks to vectors in Z_2^32, and takes them off sums. The streams are AES-128 in counter mode, one for each seed and vector. */
public final class Masks {
    private static final String OWN = "weir-mask-own-v1";
    private static final String PAIR = "weir-mask-pair-stream-v1";

    private Masks() {}

    /**
     * Masks a chunk in place.
     *
     * @param values fixed point; the sum of a group's must fit into 32 bits
     * @param chunk its index in the vector: each has streams of its own
     * @param own 32 bytes that only this participant knows
     * @param pairs the seed with each neighbour, by the neighbour's name
     */
    public static void mask(int[] values, int chunk, String participant, byte[] own, Map<String, byte[]> pairs) {
        new KeyStream(own, OWN, chunk).addTo(values, false);
        pairs.forEach((neighbour, seed) ->
                new KeyStream(seed, PAIR, chunk).addTo(values, !MaskGraph.adds(participant, neighbour)));
    }

    /** Takes the own mask of an included participant off the sum. */
    public static void takeOffOwn(int[] sum, int chunk, byte[] own) {
        new KeyStream(own, OWN, chunk).addTo(sum, true);
    }

    /** Takes off what the mask of a pair left in the sum, since only {@code included} of the two is in it. */
    public static void takeOffPair(int[] sum, int chunk, String included, String dropped, byte[] seed) {
        new KeyStream(seed, PAIR, chunk).addTo(sum, MaskGraph.adds(included, dropped));
    }
}
