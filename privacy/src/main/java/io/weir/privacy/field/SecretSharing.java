package io.weir.privacy.field;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shamir's sharing over Z_q, word by word (Shamir 1979): a polynomial of degree threshold - 1 whose value at 0 is the secret; member i's share
 * is its value at i. Fewer shares than the threshold are uniform and independent of the secret.
 *
 * @param members of the committee
 * @param threshold shares that reconstruct
 */
public record SecretSharing(int members, int threshold) {
    private static final int MEMBERS_MAX = 1000;

    public SecretSharing {
        if (members < 1 || members > MEMBERS_MAX || threshold < 1 || threshold > members) {
            throw new IllegalArgumentException("a threshold of " + threshold + " for a committee of " + members
                    + ": allowed are committees of 1 to " + MEMBERS_MAX + " with a threshold of 1 to their size");
        }
    }

    /**
     * A share for each member, in their order.
     *
     * @param secret words in [0, q)
     */
    public List<Share> share(long[] secret, SecureRandom random) {
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        random.nextBytes(seed);
        long[][] shares = new long[members][secret.length];
        KeyStream stream = new KeyStream(seed, "weir-secret-sharing-v1", 0);
        Arrays.fill(seed, (byte) 0);
        long[] polynomial = new long[threshold];
        for (int i = 0; i < secret.length; i++) {
            polynomial[0] = secret[i];
            for (int degree = 1; degree < threshold; degree++) {
                polynomial[degree] = stream.nextInField();
            }
            for (int member = 1; member <= members; member++) {
                shares[member - 1][i] = value(polynomial, member);
            }
        }
        Arrays.fill(polynomial, 0);
        List<Share> dealt = new ArrayList<>();
        for (int member = 1; member <= members; member++) {
            dealt.add(new Share(member, shares[member - 1]));
        }
        return dealt;
    }

    private static long value(long[] polynomial, long at) {
        long value = 0;
        for (int degree = polynomial.length - 1; degree >= 0; degree--) {
            value = PrimeField.add(PrimeField.multiply(value, at), polynomial[degree]);
        }
        return value;
    }

    /**
     * The secret, by interpolation at 0.
     *
     * @param shares of different members, at least as many as the threshold; the first that suffice are used
     * @throws IllegalArgumentException if they are too few, of one member twice, or of no member
     */
    public long[] reconstruct(List<Share> shares) {
        requireReconstructs(shares);
        List<Share> used = shares.subList(0, threshold);
        long[] secret = new long[used.get(0).values().length];
        for (Share share : used) {
            long factor = lagrangeAtZero(share, used);
            for (int i = 0; i < secret.length; i++) {
                secret[i] = PrimeField.add(secret[i], PrimeField.multiply(factor, share.values()[i]));
            }
        }
        return secret;
    }

    /**
     * Checks that shares suffice.
     *
     * @throws IllegalArgumentException if they are too few, of one member twice, of no member, or of different lengths
     */
    public void requireReconstructs(List<Share> shares) {
        Set<Integer> present = new HashSet<>();
        for (Share share : shares) {
            if (share.values().length != shares.get(0).values().length) {
                throw new IllegalArgumentException("the shares are of secrets of different lengths");
            }
            if (share.member() > members || !present.add(share.member())) {
                throw new IllegalArgumentException("a share of member " + share.member()
                        + " is there twice, or the committee has none of that number");
            }
        }
        if (present.size() < threshold) {
            throw new IllegalArgumentException(
                    present.size() + " shares of " + members + " are there; " + threshold + " are needed");
        }
    }

    private static long lagrangeAtZero(Share of, List<Share> all) {
        long numerator = 1;
        long denominator = 1;
        for (Share other : all) {
            if (other.member() != of.member()) {
                numerator = PrimeField.multiply(numerator, other.member());
                denominator = PrimeField.multiply(denominator, PrimeField.of((long) other.member() - of.member()));
            }
        }
        return PrimeField.multiply(numerator, PrimeField.inverse(denominator));
    }
}
