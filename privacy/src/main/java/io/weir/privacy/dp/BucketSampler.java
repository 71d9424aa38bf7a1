package io.weir.privacy.dp;

import java.util.function.LongSupplier;

/**
 * A discrete Gaussian of deviation 64 or more by rejection (Devroye 1986, "Non-uniform random variate generation", section II.3.6, the
 * squeeze principle; for integers: Buchmann, Cabarcas, Göpfert, Hülsing, Weiden 2013, "Discrete ziggurat", with rectangles upright
 * here). The magnitudes k are cut into 1023 buckets of W = 2^s, between σ/128 and σ/64. A bucket b is drawn with the whole
 * weight E_b ≥ A · e^(-(bW)²/2σ²), a k of it uniformly, and taken with probability A · e^(-k²/2σ²) / E_b: every k then has the same
 * A. Up to the least such probability in a bucket nothing is computed, which is 99 draws in a hundred.
 *
 * <p>What lies beyond, from 1023 W > 7.9σ on, is a bucket of its own: blocks of V = 128 W, the g-th drawn with probability
 * 2^-(g+1). A k there is drawn 2^(g+8) times as rarely as in a bucket of the same weight, and taken with a probability that many
 * times as large. It stays below 1, since e^(-k²/2σ²) falls by more than e^7.9 from block to block.
 */
final class BucketSampler implements IntegerSampler {
    static final double DEVIATION_MIN = 64;
    static final double DEVIATION_MAX = 0x1p40;

    private static final int TAIL = AliasTable.SIZE - 1;
    /** Log of σ/W, rounded down. */
    private static final int WIDTH_LOG = 6;
    /** Log of V/W. */
    private static final int BLOCK_LOG = 7;
    /** Bits of a word below its sign and a bucket. */
    private static final int LOW_BITS = Long.SIZE - 1 - AliasTable.BITS;
    /** Of which so many settle most comparisons. */
    private static final int SPARE_BITS_MIN = 16;

    private final GaussianCoin coin;
    private final int offsetBits;
    private final boolean offsetInWord;
    private final int spareBits;
    private final int scale;
    private final int[] weights = new int[AliasTable.SIZE];
    private final long[] surely = new long[AliasTable.SIZE];
    private final AliasTable buckets;

    BucketSampler(double deviation) {
        if (!(deviation >= DEVIATION_MIN && deviation <= DEVIATION_MAX)) {
            throw new IllegalArgumentException("deviation is " + deviation + "; allowed: 64 to 2^40");
        }
        this.coin = new GaussianCoin(deviation);
        this.offsetBits = Math.getExponent(deviation) - WIDTH_LOG;
        this.offsetInWord = offsetBits <= LOW_BITS - SPARE_BITS_MIN;
        this.spareBits = offsetInWord ? LOW_BITS - offsetBits : LOW_BITS;
        double[] powers = new double[TAIL];
        double sum = 0;
        for (int b = 0; b < TAIL; b++) {
            powers[b] = coin.estimate((long) b << offsetBits);
            sum += powers[b];
        }
        // Room for rounding each of them up.
        this.scale = (int) ((AliasTable.TOTAL - 2 * AliasTable.SIZE) / sum);
        int left = AliasTable.TOTAL;
        for (int b = 0; b < TAIL; b++) {
            weights[b] = (int) (scale * powers[b] * (1 + GaussianCoin.ERROR)) + 1;
            double least = scale * coin.estimate(((b + 1L) << offsetBits) - 1) / weights[b];
            surely[b] = (long) Math.scalb(least * (1 - GaussianCoin.ERROR), spareBits);
            left -= weights[b];
        }
        weights[TAIL] = left;
        this.buckets = new AliasTable(weights);
    }

    @Override
    public long sample(LongSupplier words) {
        while (true) {
            long word = words.getAsLong();
            int bucket = buckets.draw((int) (word >>> LOW_BITS) & (AliasTable.TOTAL - 1));
            long offset = offsetInWord
                    ? (word & ((1L << LOW_BITS) - 1)) >>> spareBits
                    : words.getAsLong() >>> (Long.SIZE - offsetBits);
            long spare = word & ((1L << spareBits) - 1);
            long magnitude = ((long) bucket << offsetBits) + offset;
            if (spare >= surely[bucket]) {
                magnitude = bucket == TAIL ? beyond(words) : compared(bucket, magnitude, spare, words);
            }
            long sign = word >> (Long.SIZE - 1);
            // A zero has two signs, and counts once.
            if (magnitude > 0 || (magnitude == 0 && sign == 0)) {
                return (magnitude ^ sign) - sign;
            }
        }
    }

    /** The magnitude, or -1 if it is not taken. */
    private long compared(int bucket, long magnitude, long spare, LongSupplier words) {
        long uniform = (spare << (Long.SIZE - 1 - spareBits)) | (words.getAsLong() >>> (1 + spareBits));
        return coin.falls(scale, weights[bucket], 0, magnitude, uniform, words) ? magnitude : -1;
    }

    private long beyond(LongSupplier words) {
        int block = 0;
        long word = words.getAsLong();
        while (word == 0) {
            block += Long.SIZE;
            word = words.getAsLong();
        }
        block += Long.numberOfLeadingZeros(word);
        int blockBits = offsetBits + BLOCK_LOG;
        long magnitude = ((long) TAIL << offsetBits)
                + ((long) block << blockBits)
                + (words.getAsLong() >>> (Long.SIZE - blockBits));
        boolean taken =
                coin.falls(scale, weights[TAIL], block + 1 + BLOCK_LOG, magnitude, words.getAsLong() >>> 1, words);
        return taken ? magnitude : -1;
    }
}
