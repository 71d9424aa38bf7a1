package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What is decided where the first 63 bits leave it open. */
class LazyBitsTest {
    private static LongSupplier words(long... uniforms) {
        int[] next = {0};
        return () -> uniforms[next[0]++] << 1;
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
