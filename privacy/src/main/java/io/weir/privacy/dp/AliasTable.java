package io.weir.privacy.dp;

import java.util.Arrays;

/**
 * Draws one of 1024 numbers from 24 bits, each by as many of their values as its weight says (Walker 1977, "An efficient method for
 * generating discrete random variables with general distributions"). Weights are whole numbers, so nothing is rounded.
 */
final class AliasTable {
    static final int SIZE = 1 << 10;
    static final int BITS = 24;
    /** What weights add up to. */
    static final int TOTAL = 1 << BITS;

    private static final int SHARE_BITS = 14;
    private static final int SHARE = 1 << SHARE_BITS;
    /** A cut may be a whole share, which takes a bit more. */
    private static final int CUT_BITS = SHARE_BITS + 1;

    /** Each column is one number's up to the cut, and another's from there on. */
    private final int[] columns = new int[SIZE];

    /** @param weights 1024 numbers of 0 or more that add up to 2^24 */
    AliasTable(int[] weights) {
        if (weights.length != SIZE || Arrays.stream(weights).asLongStream().sum() != TOTAL) {
            throw new IllegalArgumentException("an alias table takes 1024 weights that add up to 2^24");
        }
        int[] left = weights.clone();
        int[] poor = new int[SIZE];
        int[] rich = new int[SIZE];
        int poorCount = 0;
        int richCount = 0;
        for (int i = 0; i < SIZE; i++) {
            if (left[i] < SHARE) {
                poor[poorCount++] = i;
            } else {
                rich[richCount++] = i;
            }
        }
        while (poorCount > 0) {
            int receiver = poor[--poorCount];
            int giver = rich[richCount - 1];
            columns[receiver] = giver << CUT_BITS | left[receiver];
            left[giver] -= SHARE - left[receiver];
            if (left[giver] < SHARE) {
                richCount--;
                poor[poorCount++] = giver;
            }
        }
        for (int i = 0; i < richCount; i++) {
            columns[rich[i]] = rich[i] << CUT_BITS | SHARE;
        }
    }

    /** @param bits uniform below 2^24 */
    int draw(int bits) {
        int own = bits >>> SHARE_BITS;
        int column = columns[own];
        int other = column >>> CUT_BITS;
        int cut = column & ((1 << CUT_BITS) - 1);
        // All ones below the cut: a branch would be guessed wrong half of the time.
        int keeps = ((bits & (SHARE - 1)) - cut) >> (Integer.SIZE - 1);
        return other ^ ((own ^ other) & keeps);
    }
}
