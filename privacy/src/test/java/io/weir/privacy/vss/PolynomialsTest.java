package io.weir.privacy.vss;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.field.PrimeField;
import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against BigInteger. */
class PolynomialsTest {
    private static final BigInteger Q = BigInteger.valueOf(PrimeField.Q);

    @Property(tries = 100)
    void interpolationGoesThroughThePoints(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
        long[] points = Dealers.words(seed, size);
        long[] values = Dealers.words(seed + 1, size);

        long[] polynomial = Polynomials.interpolate(points, values);

        assertThat(polynomial).hasSize(size);
        for (int i = 0; i < size; i++) {
            assertThat(big(polynomial, points[i])).isEqualTo(BigInteger.valueOf(values[i]));
            assertThat(BigInteger.valueOf(Polynomials.value(polynomial, points[i])))
                    .isEqualTo(big(polynomial, points[i]));
        }
    }

    @Property(tries = 100)
    void divisionLeavesARemainderOfLowerDegree(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int high,
            @ForAll @IntRange(min = 1, max = 9) int low) {
        long[] dividend = Dealers.words(seed, high);
        long[] divisor = Dealers.words(seed + 1, low);
        long[] remainder = dividend.clone();

        long[] quotient = Polynomials.divide(remainder, divisor);

        assertThat(Polynomials.degree(remainder)).isLessThan(Math.max(1, Polynomials.degree(divisor)));
        for (long at : new long[] {0, 1, 2, PrimeField.Q - 1}) {
            assertThat(big(quotient, at)
                            .multiply(big(divisor, at))
                            .add(big(remainder, at))
                            .mod(Q))
                    .isEqualTo(big(dividend, at));
        }
        assertThat(Arrays.stream(Polynomials.minusProduct(dividend, quotient, divisor))
                        .limit(remainder.length)
                        .toArray())
                .isEqualTo(remainder);
    }

    private static BigInteger big(long[] polynomial, long at) {
        BigInteger value = BigInteger.ZERO;
        for (int k = 0; k < polynomial.length; k++) {
            value = value.add(BigInteger.valueOf(polynomial[k])
                    .multiply(BigInteger.valueOf(at).pow(k)));
        }
        return value.mod(Q);
    }
}
