package io.weir.privacy.hpke;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * A secret multiplier of points, of the two that X25519 does not tell apart the one whose multiple of the generator has even y. Points
 * are multiplied by X25519's ladder, which takes the same steps whatever the secret. It knows no y: which of two points is meant follows
 * from a sum's multiple, with arithmetic on points that everyone gets to see.
 */
final class SecretMultiple implements AutoCloseable {
    private static final int BYTES = 32;
    private static final int STEP = 8;
    private static final int BLINDING_BITS = 128;

    private final byte[] clamped;
    private final SecureRandom random;
    private final ECPoint ofGenerator;
    private final boolean isNegative;

    private SecretMultiple(byte[] secret, SecureRandom random) {
        this.clamped = clamp(secret);
        this.random = random;
        this.ofGenerator = lifted(ladder(clamped, EqualLogs.GENERATOR));
        byte[] next = next(clamped);
        this.isNegative = !isSum(
                ladder(next, EqualLogs.GENERATOR), ofGenerator, EqualLogs.GENERATOR.multiply(BigInteger.valueOf(STEP)));
        Arrays.fill(next, (byte) 0);
    }

    /** Of an X25519 key, little-endian. */
    static SecretMultiple of(byte[] key, SecureRandom random) {
        return new SecretMultiple(key, random);
    }

    /**
     * A fresh one. Clamped secrets are the multiples of 8 from 2^254 to 2^255, and 8ℓ is 2^255 and a little: with their negatives they
     * are all multiples of 8 modulo 8ℓ but for one in 2^124, so that every number modulo ℓ is as likely as any other, up to the sign.
     */
    static SecretMultiple fresh(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        SecretMultiple multiple = new SecretMultiple(secret, random);
        Arrays.fill(secret, (byte) 0);
        return multiple;
    }

    /** RFC 7748, section 5: decodeScalar25519. */
    private static byte[] clamp(byte[] key) {
        byte[] scalar = key.clone();
        scalar[0] &= (byte) 248;
        scalar[BYTES - 1] &= 127;
        scalar[BYTES - 1] |= 64;
        return scalar;
    }

    /** The next number that clamping leaves as it is. */
    private static byte[] next(byte[] scalar) {
        byte[] sum = new byte[BYTES];
        int carry = STEP;
        for (int i = 0; i < BYTES; i++) {
            carry += scalar[i] & 0xff;
            sum[i] = (byte) carry;
            carry >>>= Byte.SIZE;
        }
        return sum;
    }

    private static byte[] ladder(byte[] scalar, ECPoint point) {
        byte[] u = EqualLogs.coordinate(point.normalize().getEncoded(true));
        byte[] product = new byte[BYTES];
        X25519.scalarMult(scalar, 0, u, 0, product, 0);
        return product;
    }

    private static ECPoint lifted(byte[] u) {
        return EqualLogs.lift(u).orElseThrow(() -> new IllegalStateException("a multiple of a point left its group"));
    }

    /** Whether u is that of the sum of two points; otherwise it has to be that of their difference. */
    private static boolean isSum(byte[] u, ECPoint first, ECPoint second) {
        if (Arrays.equals(u, coordinate(first.add(second)))) {
            return true;
        }
        if (Arrays.equals(u, coordinate(first.subtract(second)))) {
            return false;
        }
        throw new IllegalStateException("a multiple of a sum is not the sum of multiples");
    }

    private static byte[] coordinate(ECPoint point) {
        return EqualLogs.coordinate(point.normalize().getEncoded(true));
    }

    /** Of the generator, with even y. */
    ECPoint ofGenerator() {
        return ofGenerator;
    }

    /** Of a point of the generator's group. */
    ECPoint of(ECPoint point) {
        ECPoint product = lifted(ladder(clamped, point));
        boolean opposite = EqualLogs.GENERATOR.add(point).isInfinity();
        ECPoint shift = opposite ? EqualLogs.GENERATOR.twice() : EqualLogs.GENERATOR;
        ECPoint shifted = opposite ? ofGenerator.twice() : ofGenerator;
        return isSum(ladder(clamped, shift.add(point)), shifted, product) ? product : product.negate();
    }

    /**
     * This and {@code factor} times the other, modulo the order. Both secrets are blinded by random multiples of the order: what the
     * arithmetic's time depends on is random or comes out.
     */
    BigInteger plus(BigInteger factor, SecretMultiple other) {
        BigInteger relative = isNegative == other.isNegative ? factor : EqualLogs.ORDER.subtract(factor);
        BigInteger sum = blinded().add(relative.multiply(other.blinded())).mod(EqualLogs.ORDER);
        return isNegative ? sum.negate().mod(EqualLogs.ORDER) : sum;
    }

    private BigInteger blinded() {
        BigInteger blinding = new BigInteger(BLINDING_BITS, random).setBit(BLINDING_BITS);
        byte[] bigEndian = org.bouncycastle.util.Arrays.reverse(clamped);
        BigInteger blinded = new BigInteger(1, bigEndian).add(blinding.multiply(EqualLogs.ORDER));
        Arrays.fill(bigEndian, (byte) 0);
        return blinded;
    }

    @Override
    public void close() {
        Arrays.fill(clamped, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecretMultiple[of generator " + ofGenerator + "]";
    }
}
