package io.weir.privacy.vss;

import io.weir.privacy.field.PrimeField;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a dealer publishes beside its shares. It says nothing about the secrets.
 *
 * @param leaves a salted hash of each member's share, in the order of their numbers
 * @param polynomials for each challenge, the coefficients of the combined polynomial from the constant on, in [0, q)
 */
public record SharingProof(List<byte[]> leaves, List<long[]> polynomials) {
    private static final int MEMBERS_MAX = 1000;

    public SharingProof {
        leaves = leaves.stream().map(byte[]::clone).toList();
        polynomials = polynomials.stream().map(long[]::clone).toList();
        if (polynomials.size() != Challenges.COUNT) {
            throw new IllegalArgumentException("a proof has " + Challenges.COUNT + " polynomials");
        }
        int threshold = polynomials.get(0).length;
        if (leaves.isEmpty() || leaves.size() > MEMBERS_MAX || threshold < 1 || threshold > leaves.size()) {
            throw new IllegalArgumentException("a proof of " + leaves.size() + " members with polynomials of "
                    + threshold + " coefficients: allowed are 1 to " + MEMBERS_MAX + " and 1 to the number of members");
        }
        for (byte[] leaf : leaves) {
            if (leaf.length != Transcript.DIGEST_BYTES) {
                throw new IllegalArgumentException("a proof has a hash of " + leaf.length + " bytes");
            }
        }
        for (long[] polynomial : polynomials) {
            if (polynomial.length != threshold) {
                throw new IllegalArgumentException("the polynomials of a proof have different lengths");
            }
            for (long coefficient : polynomial) {
                if (coefficient < 0 || coefficient >= PrimeField.Q) {
                    throw new IllegalArgumentException("a proof has a coefficient outside of the field");
                }
            }
        }
    }

    /** Coefficients of each polynomial. */
    int threshold() {
        return polynomials.get(0).length;
    }

    /** Big-endian: number of members, threshold, hashes, coefficients. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(sizeBytes(leaves.size(), threshold()));
        bytes.putInt(leaves.size()).putInt(threshold());
        leaves.forEach(bytes::put);
        for (long[] polynomial : polynomials) {
            for (long coefficient : polynomial) {
                bytes.putLong(coefficient);
            }
        }
        return bytes.array();
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SharingProof fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int members = bytes.length < 2 * Integer.BYTES ? 0 : buffer.getInt();
        int threshold = members == 0 ? 0 : buffer.getInt();
        if (members < 1
                || members > MEMBERS_MAX
                || threshold < 1
                || threshold > members
                || bytes.length != sizeBytes(members, threshold)) {
            throw new IllegalArgumentException(bytes.length + " bytes are no proof of a sharing");
        }
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            byte[] leaf = new byte[Transcript.DIGEST_BYTES];
            buffer.get(leaf);
            leaves.add(leaf);
        }
        List<long[]> polynomials = new ArrayList<>();
        for (int i = 0; i < Challenges.COUNT; i++) {
            long[] polynomial = new long[threshold];
            for (int k = 0; k < threshold; k++) {
                polynomial[k] = buffer.getLong();
            }
            polynomials.add(polynomial);
        }
        return new SharingProof(leaves, polynomials);
    }

    private static int sizeBytes(int members, int threshold) {
        return 2 * Integer.BYTES + members * Transcript.DIGEST_BYTES + Challenges.COUNT * threshold * Long.BYTES;
    }
}
