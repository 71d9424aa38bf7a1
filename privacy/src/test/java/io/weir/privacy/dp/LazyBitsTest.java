package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.privacy.field.KeyStream;
import java.math.BigInteger;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided where the first 63 bits leave it open. */
class LazyBitsTest {
    private static LongSupplier words(long... uniforms) {
        int[] next = {0};
        return () -> uniforms[next[0]++] << 1;
    }

    @Test
    void aThirdIsComparedDigitByDigit() {
        long third = 0x2AAAAAAAAAAAAAAAL; // the first 63 binary digits of 1/3; the next are 101010…

        assertThat(Bernoulli.ratio(words(third - 1), 1, 3)).isTrue();
        assertThat(Bernoulli.ratio(words(third + 1), 1, 3)).isFalse();
        assertThat(Bernoulli.ratio(words(third, 0x5555555555555554L), 1, 3)).isTrue();
        assertThat(Bernoulli.ratio(words(third, 0x5555555555555556L), 1, 3)).isFalse();
        assertThat(Bernoulli.ratio(words(third, 0x5555555555555555L, third - 1), 1, 3))
                .isTrue();
        assertThat(Bernoulli.ratio(words(third, 0x5555555555555555L, third + 1), 1, 3))
                .isFalse();
    }

    @Test
    void zeroAndOneAreCertain() {
        assertThat(Bernoulli.ratio(words(0), 0, 5)).isFalse();
        assertThat(Bernoulli.ratio(words(Long.MAX_VALUE), 5, 5)).isTrue();
        assertThat(Bernoulli.ratio(words(Long.MAX_VALUE), 1L << 61, 1L << 61)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "3, 1000", "700000000000, 1099511627776", "0, 7"})
    void coinsHaveTheProbabilityOfTheExponential(long n, long d) {
        KeyStream stream = new KeyStream(new byte[32], "coins", n);
        double heads = 0;
        double squareHeads = 0;
        for (int i = 0; i < 200_000; i++) {
            heads += Bernoulli.expMinus(stream::next, n, d) ? 1 : 0;
            squareHeads += Bernoulli.expMinusHalfSquare(stream::next, n, d) ? 1 : 0;
        }
        double x = (double) n / d;

        assertThat(heads / 200_000).isCloseTo(Math.exp(-x), within(0.005));
        assertThat(squareHeads / 200_000).isCloseTo(Math.exp(-x * x / 2), within(0.005));
    }

    @Test
    void uniformNumbersCoverTheirRangeAlike() {
        KeyStream stream = new KeyStream(new byte[32], "uniform", 0);
        int[] counts = new int[3];
        for (int i = 0; i < 90_000; i++) {
            counts[(int) Bernoulli.uniform(stream::next, 3)]++;
        }

        for (int count : counts) {
            assertThat(count).isCloseTo(30_000, within(800));
        }
        // 2^63 is 3 times something and 2: two words are one too many.
        assertThat(Bernoulli.uniform(words(0, 5), 3)).isZero();
    }

    @Test
    void aDrawOnTheEdgeOfATableGoesByFurtherDigits() {
        BigInteger edge = CumulativeDistribution.gaussianMagnitude(3, 126).get(4);
        long first = edge.shiftRight(63).longValueExact();
        long second = edge.longValue() & Long.MAX_VALUE;
        TableSampler sampler = new TableSampler(3);

        assertThat(sampler.sample(words(first, second - 1))).isEqualTo(4);
        assertThat(sampler.sample(words(first, second + 1))).isEqualTo(5);
        assertThat(sampler.sample(words(first, second, 0))).isEqualTo(4);
        assertThat(sampler.sample(words(first, second, Long.MAX_VALUE))).isEqualTo(5);
        assertThat(sampler.sample(words(Long.MAX_VALUE, 0))).isGreaterThan(25);
    }

    @Test
    void theGeometricDistributionHasItsDigits() {
        List<BigInteger> table = CumulativeDistribution.geometric(63);

        for (int k = 0; k < 20; k++) {
            assertThat(table.get(k).doubleValue() * 0x1p-63).isCloseTo(-Math.expm1(-(k + 1)), within(1e-15));
        }
    }

    /** Digits computed with mpmath 1.3.0 at 80 digits: P(|X| ≤ k). */
    @Test
    void probabilitiesHaveTheirDigits() {
        List<BigInteger> table = CumulativeDistribution.gaussianMagnitude(3, 63);

        assertThat(table.get(0)).isEqualTo(new BigInteger("1226531024457883742"));
        assertThat(table.get(7)).isEqualTo(new BigInteger("9112526578651292995"));
        assertThat(CumulativeDistribution.gaussianMagnitude(0.5, 126).get(1))
                .isEqualTo(new BigInteger("85025695375658902702413838006916127370"));
    }
}
