package io.weir.privacy.vss;

import io.weir.privacy.field.Share;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a dealer sends one member, for its eyes only: the member's share of the secrets, of the polynomials that blind the proof, and the salt of its hash.
 *
 * @param words shares of the secrets, then of the blinding polynomials
 * @param salt 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // hashed and checked; never compared
public record DealtShare(Share words, byte[] salt) implements AutoCloseable {
    static final int SALT_BYTES = 32;

    private static final int HEADER_BYTES = Integer.BYTES + SALT_BYTES;

    public DealtShare {
        if (salt.length != SALT_BYTES || words.values().length <= Challenges.COUNT) {
            throw new IllegalArgumentException("a dealt share has a salt of " + SALT_BYTES
                    + " bytes, at least one word and " + Challenges.COUNT + " blinding ones");
        }
        salt = salt.clone();
    }

    /** Member's number, from 1 on. */
    public int member() {
        return words.member();
    }

    /** How many secrets it is a share of. */
    public int secrets() {
        return words.values().length - Challenges.COUNT;
    }

    /** The member's share of the secrets, what it adds up and opens. */
    public Share share() {
        return new Share(member(), Arrays.copyOf(words.values(), secrets()));
    }

    byte[] leaf(byte[] context) {
        return new Transcript("weir-vss-leaf-v1")
                .bytes(context)
                .number(member())
                .bytes(salt)
                .words(words.values())
                .digest();
    }

    /** Big-endian: number, salt, words. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + words.values().length * Long.BYTES);
        bytes.putInt(member()).put(salt);
        bytes.asLongBuffer().put(words.values());
        return bytes.array();
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DealtShare fromBytes(byte[] bytes) {
        int rest = bytes.length - HEADER_BYTES;
        if (rest < 0 || rest % Long.BYTES != 0) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes are no dealt share: needed are " + HEADER_BYTES + " and 8 for each word");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int member = buffer.getInt();
        byte[] salt = new byte[SALT_BYTES];
        buffer.get(salt);
        long[] words = new long[rest / Long.BYTES];
        buffer.asLongBuffer().get(words);
        return new DealtShare(new Share(member, words), salt);
    }

    /** Overwrites it. */
    @Override
    public void close() {
        Arrays.fill(words.values(), 0);
        Arrays.fill(salt, (byte) 0);
    }

    @Override
    public String toString() {
        return "DealtShare[member=" + member() + ", secrets=" + secrets() + "]";
    }
}
