package io.weir.privacy.rlwe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.field.PrimeField;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NumberTheoreticTransformTest {
    private static final int SIZE = 4096;
    private static final int TERMS = 24;
    private static final BigInteger Q = BigInteger.valueOf(PrimeField.Q);

    @Property(tries = 20)
    void itsInverseGivesTheCoefficientsBack(@ForAll long seed) {
        long[] coefficients = dense(new SplittableRandom(seed));
        long[] there = coefficients.clone();
        NumberTheoreticTransform.forward(there);
        NumberTheoreticTransform.inverse(there);

        assertThat(there).isEqualTo(coefficients);
    }

    /** By the definition: x^4096 = -1. */
    @Property(tries = 5)
    void aProductOfTransformsIsTheProductInTheRing(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] a = dense(random);
        long[] b = new long[SIZE];
        BigInteger[] expected = new BigInteger[SIZE];
        Arrays.fill(expected, BigInteger.ZERO);
        for (int term = 0; term < TERMS; term++) {
            int power = random.nextInt(SIZE);
            b[power] = random.nextLong(PrimeField.Q);
        }
        for (int j = 0; j < SIZE; j++) {
            for (int i = 0; b[j] != 0 && i < SIZE; i++) {
                BigInteger product = BigInteger.valueOf(a[i]).multiply(BigInteger.valueOf(b[j]));
                int at = (i + j) % SIZE;
                expected[at] = expected[at].add(i + j < SIZE ? product : product.negate());
            }
        }
        NumberTheoreticTransform.forward(a);
        NumberTheoreticTransform.forward(b);
        for (int i = 0; i < SIZE; i++) {
            a[i] = PrimeField.multiply(a[i], b[i]);
        }
        NumberTheoreticTransform.inverse(a);

        for (int i = 0; i < SIZE; i++) {
            assertThat(BigInteger.valueOf(a[i])).isEqualTo(expected[i].mod(Q));
        }
    }

    private static long[] dense(SplittableRandom random) {
        return random.longs(SIZE, 0, PrimeField.Q).toArray();
    }
}
