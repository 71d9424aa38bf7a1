package io.weir.privacy.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.OptionalInt;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM in segments of 16 KiB, as in STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance", 2015, figure 9): each has its own tag, and a nonce of chunk, segment and whether it is the last, so none can be moved, repeated
 * or left out. One message of a whole payload would be a hundred times slower: Java 17 opens a message in one go, in loops that it compiles late or never.
 *
 * @param context authenticated with every segment, as is {@code header}
 * @param chunk its index: a content key is of one update, whose chunks have one payload each
 */
record PayloadCipher(SecretKeySpec key, byte[] context, byte[] header, int chunk) {
    static final int SEGMENT_BYTES = 1 << 14;
    static final int TAG_BYTES = 16;

    private static final int SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;
    private static final int NONCE_BYTES = 12;

    /** Bytes of a ciphertext. */
    static int sealedLength(int plain) {
        int segments = Math.max(1, (plain + SEGMENT_BYTES - 1) / SEGMENT_BYTES);
        return Math.addExact(plain, segments * TAG_BYTES);
    }

    /** Bytes of what a ciphertext holds; empty if none has so many bytes. */
    static OptionalInt plainLength(int sealed) {
        int whole = sealed / SEALED_SEGMENT_BYTES;
        int rest = sealed % SEALED_SEGMENT_BYTES;
        if (rest == 0 && whole > 0) {
            return OptionalInt.of(whole * SEGMENT_BYTES);
        }
        boolean possible = rest > TAG_BYTES || (rest == TAG_BYTES && whole == 0);
        return possible ? OptionalInt.of(whole * SEGMENT_BYTES + rest - TAG_BYTES) : OptionalInt.empty();
    }

    void encrypt(ByteBuffer plain, ByteBuffer sealed) throws GeneralSecurityException {
        run(Cipher.ENCRYPT_MODE, plain, sealed, SEGMENT_BYTES);
    }

    /** @throws javax.crypto.AEADBadTagException if a segment is not what was encrypted here */
    void decrypt(ByteBuffer sealed, ByteBuffer plain) throws GeneralSecurityException {
        run(Cipher.DECRYPT_MODE, sealed, plain, SEALED_SEGMENT_BYTES);
    }

    private void run(int mode, ByteBuffer in, ByteBuffer out, int segmentBytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        int end = in.limit();
        int segment = 0;
        do {
            int to = Math.min(end, in.position() + segmentBytes);
            in.limit(to);
            cipher.init(mode, key, nonce(segment, to == end));
            cipher.updateAAD(context);
            cipher.updateAAD(header);
            cipher.doFinal(in, out);
            in.limit(end);
            segment++;
        } while (in.hasRemaining());
    }

    private GCMParameterSpec nonce(int segment, boolean last) {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(chunk)
                .putInt(segment)
                .putInt(last ? 1 : 0)
                .array();
        return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
    }
}
