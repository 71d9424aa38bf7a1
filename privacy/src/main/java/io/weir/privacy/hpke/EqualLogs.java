package io.weir.privacy.hpke;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/**
 * Shows that X25519 of a key and a point was done right. X25519 (RFC 7748) knows u-coordinates only; here they are lifted to points
 * of Curve25519 in Weierstrass form, x = u + A/3, in the subgroup of prime order ℓ: honest keys and encapsulations are all there.
 */
final class EqualLogs {
    private static final byte[] DOMAIN = {'w', 'e', 'i', 'r', '-', 'd', 'l', 'e', 'q', '-', 'v', '1'};
    private static final int BYTES = 32;
    private static final byte EVEN = 2;

    private static final X9ECParameters CURVE25519 = CustomNamedCurves.getByName("curve25519");
    private static final ECCurve CURVE = CURVE25519.getCurve();
    static final ECPoint GENERATOR = CURVE25519.getG();
    static final BigInteger ORDER = CURVE25519.getN();
    private static final BigInteger PRIME = CURVE.getField().getCharacteristic();
    /** A/3, A = 486662. */
    private static final BigInteger SHIFT = BigInteger.valueOf(486_662)
            .multiply(BigInteger.valueOf(3).modInverse(PRIME))
            .mod(PRIME);

    private EqualLogs() {}

    /** The point of a u-coordinate with even y; empty if it is in no honest key's subgroup, or not written canonically. */
    static Optional<ECPoint> lift(byte[] u) {
        BigInteger value = new BigInteger(1, Arrays.reverse(u));
        if (u.length != BYTES || value.compareTo(PRIME) >= 0) {
            return Optional.empty();
        }
        BigInteger x = value.add(SHIFT).mod(PRIME);
        byte[] compressed = Arrays.prepend(BigIntegers.asUnsignedByteArray(BYTES, x), EVEN);
        return decode(compressed);
    }

    private static Optional<ECPoint> decode(byte[] compressed) {
        try {
            return Optional.of(CURVE.decodePoint(compressed)); // checks the order, too
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The u-coordinate of a point, little-endian. */
    static byte[] coordinate(byte[] compressed) {
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(compressed, 1, compressed.length));
        return Arrays.reverse(
                BigIntegers.asUnsignedByteArray(BYTES, x.subtract(SHIFT).mod(PRIME)));
    }

    /**
     * Proves.
     *
     * @param key little-endian, as RFC 7748 keeps it; not yet clamped
     * @param base the encapsulated key, lifted
     * @param context what the proof is for
     */
    static Disclosure prove(byte[] key, ECPoint base, byte[] context, SecureRandom random) {
        try (SecretMultiple log = SecretMultiple.of(key, random);
                SecretMultiple nonce = SecretMultiple.fresh(random)) {
            ECPoint point = log.of(base).normalize();
            BigInteger challenge =
                    challenge(log.ofGenerator(), base, point, nonce.ofGenerator(), nonce.of(base), context);
            return new Disclosure(
                    point.getEncoded(true),
                    BigIntegers.asUnsignedByteArray(BYTES, challenge),
                    BigIntegers.asUnsignedByteArray(BYTES, nonce.plus(challenge, log)));
        }
    }

    static boolean verify(Disclosure disclosure, ECPoint publicKey, ECPoint base, byte[] context) {
        Optional<ECPoint> point = decode(disclosure.point());
        BigInteger challenge = new BigInteger(1, disclosure.challenge());
        BigInteger response = new BigInteger(1, disclosure.response());
        if (point.isEmpty() || challenge.compareTo(ORDER) >= 0 || response.compareTo(ORDER) >= 0) {
            return false;
        }
        ECPoint first = GENERATOR.multiply(response).subtract(publicKey.multiply(challenge));
        ECPoint second = base.multiply(response).subtract(point.get().multiply(challenge));
        return challenge.equals(challenge(publicKey, base, point.get(), first, second, context));
    }

    private static BigInteger challenge(
            ECPoint publicKey, ECPoint base, ECPoint point, ECPoint first, ECPoint second, byte[] context) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(DOMAIN);
            for (ECPoint part : new ECPoint[] {publicKey, base, point, first, second}) {
                sha512.update(part.normalize().getEncoded(true));
            }
            return new BigInteger(1, sha512.digest(context)).mod(ORDER);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-512", e);
        }
    }
}
