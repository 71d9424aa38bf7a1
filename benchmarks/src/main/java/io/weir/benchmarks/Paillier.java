package io.weir.benchmarks;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Paillier's cryptosystem (Paillier 1999, scheme 1) with g = n + 1, decryption by the Chinese remainder theorem (section 7), several values in one plaintext.
 * For comparison only: whoever holds its one secret key opens single updates.
 */
final class Paillier {
    private final BigInteger p;
    private final BigInteger q;
    private final BigInteger n;
    private final BigInteger nSquared;
    private final BigInteger pSquared;
    private final BigInteger qSquared;
    private final BigInteger hp;
    private final BigInteger hq;
    private final BigInteger qInverse;
    private final int slotBits;
    private final int slots;

    /**
     * @param bits of the modulus
     * @param slotBits of a value's sum, all values taken as not negative
     */
    Paillier(int bits, int slotBits, SecureRandom random) {
        this.p = BigInteger.probablePrime(bits / 2, random);
        this.q = BigInteger.probablePrime(bits / 2, random);
        this.n = p.multiply(q);
        this.nSquared = n.multiply(n);
        this.pSquared = p.multiply(p);
        this.qSquared = q.multiply(q);
        BigInteger g = n.add(BigInteger.ONE);
        this.hp = part(g, p, pSquared).modInverse(p);
        this.hq = part(g, q, qSquared).modInverse(q);
        this.qInverse = q.modInverse(p);
        this.slotBits = slotBits;
        this.slots = (n.bitLength() - 1) / slotBits;
    }

    /** Values in a ciphertext. */
    int slots() {
        return slots;
    }

    int ciphertextBytes() {
        return (nSquared.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** {@code (1 + m n) r^n mod n^2}. */
    BigInteger encrypt(BigInteger message, SecureRandom random) {
        BigInteger blind = new BigInteger(n.bitLength() - 1, random).modPow(n, nSquared);
        return message.multiply(n).add(BigInteger.ONE).multiply(blind).mod(nSquared);
    }

    BigInteger add(BigInteger one, BigInteger other) {
        return one.multiply(other).mod(nSquared);
    }

    BigInteger decrypt(BigInteger ciphertext) {
        BigInteger modP = part(ciphertext, p, pSquared).multiply(hp).mod(p);
        BigInteger modQ = part(ciphertext, q, qSquared).multiply(hq).mod(q);
        return modP.subtract(modQ).multiply(qInverse).mod(p).multiply(q).add(modQ);
    }

    private static BigInteger part(BigInteger value, BigInteger prime, BigInteger square) {
        return value.mod(square)
                .modPow(prime.subtract(BigInteger.ONE), square)
                .subtract(BigInteger.ONE)
                .divide(prime);
    }

    /** Values from one place on, in slots from the lowest. */
    BigInteger pack(int[] values, int from) {
        BigInteger packed = BigInteger.ZERO;
        for (int i = Math.min(values.length, from + slots) - 1; i >= from; i--) {
            packed = packed.shiftLeft(slotBits).or(BigInteger.valueOf(values[i]));
        }
        return packed;
    }

    /** Takes the slots apart. */
    void unpack(BigInteger packed, long[] values, int from) {
        BigInteger mask = BigInteger.ONE.shiftLeft(slotBits).subtract(BigInteger.ONE);
        BigInteger rest = packed;
        for (int i = from; i < Math.min(values.length, from + slots); i++) {
            values[i] = rest.and(mask).longValueExact();
            rest = rest.shiftRight(slotBits);
        }
    }
}
