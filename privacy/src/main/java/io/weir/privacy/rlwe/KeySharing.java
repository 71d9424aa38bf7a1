package io.weir.privacy.rlwe;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shamir's sharing over Z_q, coefficient by coefficient (Shamir 1979): a polynomial of degree threshold - 1 whose value at 0 is the secret; member i's share
 * is its value at i. Fewer shares than the threshold are uniform and independent of the secret.
 *
 * @param members of the committee
 * @param threshold shares that reconstruct
 */
public record KeySharing(int members, int threshold) {
    private static final int MEMBERS_MAX = 1000;

    public KeySharing {
        if (members < 1 || members > MEMBERS_MAX || threshold < 1 || threshold > members) {
            throw new IllegalArgumentException("a threshold of " + threshold + " for a committee of " + members
                    + ": allowed are committees of 1 to " + MEMBERS_MAX + " with a threshold of 1 to their size");
        }
    }

    /** A share for each member, in their order. */
    public List<KeyShare> share(RlweSecret secret, SecureRandom random) {
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        random.nextBytes(seed);
        long[] constants = secret.coefficients();
        long[][] shares = new long[members][constants.length];
        KeyStream stream = new KeyStream(seed, "weir-rlwe-sharing-v1", 0);
        Arrays.fill(seed, (byte) 0);
        long[] polynomial = new long[threshold];
        for (int i = 0; i < constants.length; i++) {
            polynomial[0] = constants[i];
            for (int degree = 1; degree < threshold; degree++) {
                polynomial[degree] = stream.nextInRing();
            }
            for (int member = 1; member <= members; member++) {
                shares[member - 1][i] = value(polynomial, member);
            }
        }
        Arrays.fill(constants, 0);
        Arrays.fill(polynomial, 0);
        List<KeyShare> dealt = new ArrayList<>();
        for (int member = 1; member <= members; member++) {
            dealt.add(new KeyShare(member, shares[member - 1]));
        }
        return dealt;
    }

    private static long value(long[] polynomial, long at) {
        long value = 0;
        for (int degree = polynomial.length - 1; degree >= 0; degree--) {
            value = RingModulus.add(RingModulus.multiply(value, at), polynomial[degree]);
        }
        return value;
    }

    /**
     * The secret, by interpolation at 0.
     *
     * @param shares of different members, at least as many as the threshold; the first that suffice are used
     * @throws IllegalArgumentException if they are too few, of one member twice, or of no member
     */
    public RlweSecret reconstruct(List<KeyShare> shares) {
        Set<Integer> present = new HashSet<>();
        for (KeyShare share : shares) {
            if (share.member() > members || !present.add(share.member())) {
                throw new IllegalArgumentException("a share of member " + share.member()
                        + " is there twice, or the committee has none of that number");
            }
        }
        if (present.size() < threshold) {
            throw new IllegalArgumentException(
                    present.size() + " shares of " + members + " are there; " + threshold + " are needed");
        }
        List<KeyShare> used = shares.subList(0, threshold);
        long[] secret = new long[NumberTheoreticTransform.SIZE];
        for (KeyShare share : used) {
            long factor = lagrangeAtZero(share, used);
            for (int i = 0; i < secret.length; i++) {
                secret[i] = RingModulus.add(secret[i], RingModulus.multiply(factor, share.values()[i]));
            }
        }
        return RlweSecret.of(secret);
    }

    private static long lagrangeAtZero(KeyShare of, List<KeyShare> all) {
        long numerator = 1;
        long denominator = 1;
        for (KeyShare other : all) {
            if (other.member() != of.member()) {
                numerator = RingModulus.multiply(numerator, other.member());
                denominator = RingModulus.multiply(denominator, RingModulus.of((long) other.member() - of.member()));
            }
        }
        return RingModulus.multiply(numerator, RingModulus.inverse(denominator));
    }
}
