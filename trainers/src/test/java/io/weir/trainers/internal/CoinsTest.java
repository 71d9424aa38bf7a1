package io.weir.trainers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoinsTest {
    private static LongSupplier words(long... words) {
        int[] next = {0};
        return () -> words[next[0]++];
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6, 1 / 75.0, 0.1, 0.5, 0.999})
    void coinsFallWithTheirProbability(double probability) {
        SplittableRandom random = new SplittableRandom(1);
        Coins coins = new Coins(probability, random::nextLong);
        int draws = 1_000_000;
        int heads = 0;
        for (int i = 0; i < draws; i++) {
            heads += coins.next() ? 1 : 0;
        }

        double deviation = Math.sqrt(probability * (1 - probability) / draws);
        assertThat((double) heads / draws).isCloseTo(probability, within(5 * deviation));
    }

    /** Of all 2^16 beginnings and their continuations, exactly the share of the probability is heads. */
    @Test
    void theProbabilityIsExact() {
        double probability = 0.3;
        long threshold = (long) (probability * 0x1p63);
        long heads = 0;
        for (long first = 0; first < 1 << 16; first++) {
            boolean low = new Coins(probability, words(first, 0)).next();
            boolean high = new Coins(probability, words(first, -1)).next();
            if (low && high) {
                heads += 1L << 47;
            } else if (low) {
                long edge = (threshold & ((1L << 47) - 1)) << 17;
                assertThat(new Coins(probability, words(first, edge - 1)).next())
                        .isTrue();
                assertThat(new Coins(probability, words(first, edge)).next()).isFalse();
                heads += edge >>> 17;
            }
        }

        assertThat(heads).isEqualTo(threshold);
    }

    @Test
    void fourCoinsShareAWord() {
        Coins coins = new Coins(0.5, words(0x0000_FFFF_7FFF_8001L, 0));

        assertThat(coins.next()).isFalse();
        assertThat(coins.next()).isTrue();
        assertThat(coins.next()).isFalse();
        assertThat(coins.next()).isTrue();
        assertThat(coins.next()).isTrue();
    }
}
