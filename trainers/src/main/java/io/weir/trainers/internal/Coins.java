package io.weir.trainers.internal;

import java.util.function.LongSupplier;

/**
 * Coins of one probability, to 63 bits. Four share a word: 16 bits settle a coin unless they are the first of the probability;
 * then another word decides.
 */
final class Coins {
    private static final int HEAD_BITS = 16;
    private static final int TAIL_BITS = 47;
    private static final int COINS_IN_WORD = Long.SIZE / HEAD_BITS;
    private static final long HEAD_MASK = (1L << HEAD_BITS) - 1;

    private final LongSupplier words;
    private final long head;
    private final long tail;
    private long bits;
    private int left;

    /**
     * @param probability from 0 to less than 1
     * @param words uniform ones
     */
    Coins(double probability, LongSupplier words) {
        long threshold = (long) (probability * 0x1p63);
        this.words = words;
        this.head = threshold >>> TAIL_BITS;
        this.tail = threshold & ((1L << TAIL_BITS) - 1);
    }

    /** Whether the next coin fell on its head. */
    boolean next() {
        if (left == 0) {
            bits = words.getAsLong();
            left = COINS_IN_WORD;
        }
        long drawn = bits & HEAD_MASK;
        bits >>>= HEAD_BITS;
        left--;
        return drawn == head ? words.getAsLong() >>> (Long.SIZE - TAIL_BITS) < tail : drawn < head;
    }
}
