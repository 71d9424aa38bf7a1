package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exact probability of a magnitude, from the sampler itself: all 2^24 choices of a bucket are counted, and the numbers of 63
 * bits for which it takes the magnitude are counted by bisection. No draw is random here.
 */
class BucketSamplerTest {
    private static final int CHOICES = 1 << 24;
    private static final int CHOICE_AT = 39;
    private static final int BUCKETS = 1023;

    /** Thrown where a draw asks for words without end. */
    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("words without end", null, false, false);
        }
    }

    /** Words in this order, then the last one over and over. */
    private static LongSupplier words(long last, long... first) {
        int[] next = {0};
        return () -> {
            int at = next[0]++;
            if (at > 1000) {
                throw new Exhausted();
            }
            return at < first.length ? first[at] : last;
        };
    }

    /** How a deviation's sampler reads its words. */
    private static final class Reader {
        private final BucketSampler sampler;
        private final int offsetBits;
        private final int spareBits;
        private final int[] counts = new int[BUCKETS + 1];
        private final long[] choice = new long[BUCKETS + 1];

        Reader(double deviation) {
            sampler = new BucketSampler(deviation);
            offsetBits = (int) Math.floor(Math.log(deviation / 64) / Math.log(2) + 1e-12);
            spareBits = offsetBits <= 23 ? CHOICE_AT - offsetBits : CHOICE_AT;
            for (long word = 0; word < CHOICES; word++) {
                int bucket;
                try {
                    // With a comparison against zeros every bucket is taken; the tail's word of zeros never ends.
                    bucket = (int) (sampler.sample(words(0, word << CHOICE_AT)) >>> offsetBits);
                } catch (Exhausted e) {
                    bucket = BUCKETS;
                }
                counts[bucket]++;
                choice[bucket] = word << CHOICE_AT;
            }
        }

        /** Whether a magnitude is taken when compared with a number of 63 bits. */
        boolean takes(long magnitude, long uniform) {
            int bucket = (int) (magnitude >>> offsetBits);
            long offset = magnitude - ((long) bucket << offsetBits);
            long word = choice[bucket] | (uniform >>> (63 - spareBits));
            long low = uniform << (spareBits + 1);
            long otherwise = choice[bucket == 5 ? 6 : 5];
            LongSupplier words = offsetBits <= 23
                    ? words(otherwise, word | (offset << spareBits), low)
                    : words(otherwise, word, offset << (64 - offsetBits), low);
            return sampler.sample(words) == magnitude;
        }

        /** The same of one in a block of the tail. */
        boolean takesBeyond(int block, long offset, long uniform) {
            long first = choice[BUCKETS];
            long blocks = 1L << (63 - block);
            long place = offset << (64 - offsetBits - 7);
            LongSupplier words = offsetBits <= 23
                    ? words(choice[5], first, blocks, place, uniform << 1)
                    : words(choice[5], first, 0, blocks, place, uniform << 1);
            return sampler.sample(words) >>> offsetBits >= BUCKETS;
        }
    }

    private interface Taking {
        boolean of(long uniform);
    }

    /** The probability of being taken: a comparison with smaller numbers takes, with larger ones does not. */
    private static double probability(Taking taking) {
        long low = -1;
        long high = Long.MAX_VALUE;
        while (low + 1 < high) {
            long middle = (low & high) + ((low ^ high) >> 1);
            if (taking.of(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high * 0x1p-63;
    }

    private static double weight(long magnitude, double deviation) {
        double ratio = magnitude / deviation;
        return Math.exp(-ratio * ratio / 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {64, 127.99, 1000.5, 1 << 20, 1 << 30, 0x1p40})
    void everyMagnitudeHasItsProbability(double deviation) {
        Reader reader = new Reader(deviation);
        long width = 1L << reader.offsetBits;
        double one = reader.counts[0] * probability(uniform -> reader.takes(0, uniform));

        int compared = 0;
        for (long bucket = 0; bucket < BUCKETS; bucket += width == 1 ? 1 : 6) {
            Set<Long> offsets = new HashSet<>(Arrays.asList(0L, width / 3, width / 2, width - 1));
            for (long offset : offsets) {
                long magnitude = bucket * width + offset;
                double taken = probability(uniform -> reader.takes(magnitude, uniform));
                double found = reader.counts[(int) bucket] * taken / one;
                // Of numbers with 63 bits, the last is counted whole.
                assertThat(found)
                        .as("magnitude %d", magnitude)
                        .isCloseTo(weight(magnitude, deviation), within(2e-13 * found + 0x1p-60));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    /** The tail begins at 8σ, so that its probabilities can be told from 0 in 63 bits. */
    @ParameterizedTest
    @ValueSource(doubles = {127.99, 0x1.fffp30})
    void theTailHasItsProbabilities(double deviation) {
        Reader reader = new Reader(deviation);
        long width = 1L << reader.offsetBits;
        double one = reader.counts[0] * probability(uniform -> reader.takes(0, uniform)) / width;
        long block = 128 * width;
        assertThat(reader.counts[BUCKETS]).isPositive();

        for (int number = 0; number < 2; number++) {
            for (long offset : new long[] {0, 1, block / 7, block - 1}) {
                int inBlock = number;
                long magnitude = BUCKETS * width + number * block + offset;
                double taken = probability(uniform -> reader.takesBeyond(inBlock, offset, uniform));
                double drawn = reader.counts[BUCKETS] * Math.scalb(taken, -number - 1) / block;
                assertThat(drawn / one / weight(magnitude, deviation))
                        .as("magnitude %d", magnitude)
                        .isCloseTo(1, within(1e-12 + 0x1p-62 / taken));
            }
        }
    }

    @Test
    void blocksOfTheTailGoOnBeyondAWord() {
        Reader reader = new Reader(100);
        long far = reader.sampler.sample(words(0, reader.choice[BUCKETS], 0, 1L << 62, 3L << 57, 0));

        assertThat(far).isEqualTo(BUCKETS + 65 * 128 + 3);
    }

    @Test
    void aSignIsABitAndZeroCountsOnce() {
        Reader reader = new Reader(1000.5);
        long negative = Long.MIN_VALUE;

        assertThat(reader.sampler.sample(words(0, reader.choice[9] | negative)))
                .isEqualTo(-reader.sampler.sample(words(0, reader.choice[9])));
        assertThat(reader.sampler.sample(words(0, reader.choice[BUCKETS] | negative, negative, 1L << 57, 0)))
                .isEqualTo(-(BUCKETS * 8L + 8));
        assertThat(reader.sampler.sample(words(0, reader.choice[0]))).isZero();
        assertThat(reader.sampler.sample(words(0, reader.choice[0] | negative, reader.choice[7])))
                .isEqualTo(7 * 8);
    }

    @ParameterizedTest
    @ValueSource(doubles = {63.9, 0x1.1p40, Double.NaN})
    void otherDeviationsAreRefused(double deviation) {
        assertThatThrownBy(() -> new BucketSampler(deviation)).hasMessageContaining("64 to 2^40");
    }
}
