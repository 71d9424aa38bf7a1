package io.weir.privacy.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Against BigInteger. */
class PrimeFieldTest {
    private static final BigInteger Q = BigInteger.TWO.pow(61).subtract(BigInteger.valueOf(139_263));

    @Test
    void theModulusIsAPrimeWithRootsForTheTransform() {
        assertThat(BigInteger.valueOf(PrimeField.Q)).isEqualTo(Q);
        assertThat(Q.isProbablePrime(100)).isTrue();
        assertThat(Q.mod(BigInteger.valueOf(8192))).isEqualTo(BigInteger.ONE);
    }

    @Provide
    Arbitrary<Long> elements() {
        return Arbitraries.longs().between(0, PrimeField.Q - 1);
    }

    @Property
    void adds(@ForAll("elements") long a, @ForAll("elements") long b) {
        assertThat(big(PrimeField.add(a, b))).isEqualTo(big(a).add(big(b)).mod(Q));
    }

    @Property
    void subtracts(@ForAll("elements") long a, @ForAll("elements") long b) {
        assertThat(big(PrimeField.subtract(a, b)))
                .isEqualTo(big(a).subtract(big(b)).mod(Q));
    }

    @Property
    void multiplies(@ForAll("elements") long a, @ForAll("elements") long b) {
        BigInteger expected = big(a).multiply(big(b)).mod(Q);

        assertThat(big(PrimeField.multiply(a, b))).isEqualTo(expected);
        assertThat(big(PrimeField.multiply(a, b, PrimeField.quotient(b)))).isEqualTo(expected);
    }

    @Property
    void dividesTheFixedFactor(@ForAll("elements") long w) {
        BigInteger expected = big(w).shiftLeft(64).divide(Q);

        assertThat(Long.toUnsignedString(PrimeField.quotient(w))).isEqualTo(expected.toString());
    }

    @Property
    void inverts(@ForAll("elements") long a) {
        assertThat(big(PrimeField.inverse(a))).isEqualTo(a == 0 ? BigInteger.ZERO : big(a).modInverse(Q));
    }

    @Property
    void centresAndReduces(@ForAll long value) {
        long reduced = PrimeField.of(value);
        long centred = PrimeField.centred(reduced);

        assertThat(big(reduced)).isEqualTo(big(value).mod(Q));
        assertThat(big(centred).mod(Q)).isEqualTo(big(reduced));
        assertThat(big(centred).abs().shiftLeft(1)).isLessThan(Q);
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
