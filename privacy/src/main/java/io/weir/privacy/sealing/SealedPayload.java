package io.weir.privacy.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A payload's bytes: magic (4), number of sealed keys (u16), commitment to the key (32), the sealed keys (80 each, in the order of the round's keys),
 * ciphertext in segments, each with its tag.
 *
 * @param commitment tells two content keys apart, which AES-GCM alone does not
 * @param keys the sealed keys, one after the other
 * @param ciphertext a view, not a copy
 * @param plainLength of what it holds
 */
record SealedPayload(byte[] commitment, byte[] keys, ByteBuffer ciphertext, int plainLength) {
    /** The encapsulated key, the content key, the tag. */
    static final int SEALED_KEY_BYTES = 32 + UpdateKey.BYTES + 16;

    private static final byte[] MAGIC = "WSP1".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX_BYTES = MAGIC.length + Short.BYTES + UpdateKey.COMMITMENT_BYTES;

    /** Whether the bytes claim to be one. No Arrow stream does: those begin with FFFFFFFF. */
    static boolean isClaimed(ByteBuffer bytes) {
        return bytes.remaining() >= MAGIC.length
                && bytes.slice(bytes.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /** Empty if there are not as many keys as expected, or no whole ciphertext. */
    static Optional<SealedPayload> parse(ByteBuffer bytes, int keysExpected) {
        ByteBuffer in = bytes.duplicate();
        int keyBytes = keysExpected * SEALED_KEY_BYTES;
        int sealedBytes = in.remaining() - PREFIX_BYTES - keyBytes;
        OptionalInt plainLength = sealedBytes < 0 ? OptionalInt.empty() : PayloadCipher.plainLength(sealedBytes);
        if (plainLength.isEmpty()) {
            return Optional.empty();
        }
        in.position(in.position() + MAGIC.length);
        if (Short.toUnsignedInt(in.getShort()) != keysExpected) {
            return Optional.empty();
        }
        byte[] commitment = new byte[UpdateKey.COMMITMENT_BYTES];
        byte[] keys = new byte[keyBytes];
        in.get(commitment).get(keys);
        return Optional.of(new SealedPayload(commitment, keys, in, plainLength.getAsInt()));
    }

    /** Everything before the ciphertext; the same in all payloads of an update. */
    static byte[] header(byte[] commitment, byte[] keys) {
        return ByteBuffer.allocate(PREFIX_BYTES + keys.length)
                .put(MAGIC)
                .putShort((short) (keys.length / SEALED_KEY_BYTES))
                .put(commitment)
                .put(keys)
                .array();
    }

    byte[] key(int index) {
        return Arrays.copyOfRange(keys, index * SEALED_KEY_BYTES, (index + 1) * SEALED_KEY_BYTES);
    }
}
