package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.privacy.field.KeyStream;
import java.math.BigInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coins, and what is decided where floating point leaves it open. */
class GaussianCoinTest {
    /** These and no further ones. */
    private static LongSupplier words(long... uniforms) {
        int[] next = {0};
        return () -> uniforms[next[0]++] << 1;
    }

    /** The first 126 binary digits of the probability, computed with mpmath 1.3.0 at 90 digits. */
    @ParameterizedTest
    @CsvSource({
        "3, 1, 1, 0, 4, 34973565821018550458215076963116911605",
        "3, 5, 7, 0, 4, 24981118443584678898725054973654936861",
        "100.5, 1000, 1024, 2, 250, 15060514950728985330329669236973643851"
    })
    void digitsDecideWhereFloatingPointDoesNot(
            double deviation, long n, long d, int doublings, long k, BigInteger digits) {
        GaussianCoin coin = new GaussianCoin(deviation);
        long first = digits.shiftRight(63).longValueExact();
        long second = digits.longValue() & Long.MAX_VALUE;

        assertThat(coin.falls(n, d, doublings, k, first - 1, words())).isTrue();
        assertThat(coin.falls(n, d, doublings, k, first + 1, words())).isFalse();
        assertThat(coin.falls(n, d, doublings, k, first, words(second - 1))).isTrue();
        assertThat(coin.falls(n, d, doublings, k, first, words(second + 1))).isFalse();
        assertThat(coin.falls(n, d, doublings, k, first, words(second, 0))).isTrue();
        assertThat(coin.falls(n, d, doublings, k, first, words(second, Long.MAX_VALUE)))
                .isFalse();
    }

    @Test
    void certaintyIsCertain() {
        assertThat(new GaussianCoin(70).falls(3, 3, 0, 0, Long.MAX_VALUE - 1, words(0, 0)))
                .isTrue();
        assertThat(new GaussianCoin(70).falls(0, 3, 0, 0, 0, words())).isFalse();
    }

    /** Far out a power is 0 in floating point, but not in truth. */
    @Test
    void whatIsBelowFloatingPointIsStillPossible() {
        LongSupplier zeros = () -> 0;

        assertThat(new GaussianCoin(64).falls(1, 1, 0, 64 * 50, 0, zeros)).isTrue();
        assertThat(new GaussianCoin(64).falls(1, 1, 0, 64 * 50, 0, words(0, 0, 1)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"64, 0", "64, 1", "1000.5, 700", "1099511627776, 1500000000000"})
    void coinsFallWithTheirProbability(double deviation, long k) {
        KeyStream stream = new KeyStream(new byte[32], "coins", k);
        GaussianCoin coin = new GaussianCoin(deviation);
        double heads = 0;
        for (int i = 0; i < 200_000; i++) {
            heads += coin.falls(2, 3, 0, k, stream.next() >>> 1, stream::next) ? 1 : 0;
        }
        double ratio = k / deviation;

        assertThat(heads / 200_000).isCloseTo(Math.exp(-ratio * ratio / 2) * 2 / 3, within(0.005));
    }
}
