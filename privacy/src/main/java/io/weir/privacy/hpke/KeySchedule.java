package io.weir.privacy.hpke;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens a message with its Diffie–Hellman value in place of the recipient's key: what follows ExtractAndExpand in RFC 9180, section
 * 4.1, KeySchedule in section 5.1 for base mode, and Open of sequence number 0. BouncyCastle's HPKE takes private keys only.
 */
final class KeySchedule {
    private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0x00, 0x20};
    private static final byte[] HPKE_SUITE = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x01};
    private static final byte[] NONE = {};
    private static final byte MODE_BASE = 0;
    private static final int SECRET_BYTES = 32;
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private KeySchedule() {}

    /** The message; empty if it does not open. */
    static Optional<byte[]> open(
            byte[] dh, byte[] encapsulation, byte[] publicKey, byte[] info, byte[] aad, byte[] ciphertext) {
        byte[] prk = extract(KEM_SUITE, NONE, "eae_prk", dh);
        byte[] shared = expand(KEM_SUITE, prk, "shared_secret", concat(encapsulation, publicKey), SECRET_BYTES);
        byte[] context = concat(
                new byte[] {MODE_BASE},
                extract(HPKE_SUITE, NONE, "psk_id_hash", NONE),
                extract(HPKE_SUITE, NONE, "info_hash", info));
        byte[] secret = extract(HPKE_SUITE, shared, "secret", NONE);
        byte[] key = expand(HPKE_SUITE, secret, "key", context, KEY_BYTES);
        byte[] nonce = expand(HPKE_SUITE, secret, "base_nonce", context, NONCE_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(Suite.TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(aad);
            return Optional.of(cipher.doFinal(ciphertext));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM/NoPadding", e);
        }
    }

    private static byte[] extract(byte[] suite, byte[] salt, String label, byte[] material) {
        byte[] key = salt.length == 0 ? new byte[SECRET_BYTES] : salt;
        return hmac(key, concat(version(), suite, ascii(label), material));
    }

    /** At most one block of HMAC-SHA-256, which is all that this suite asks for. */
    private static byte[] expand(byte[] suite, byte[] prk, String label, byte[] info, int length) {
        byte[] labelled = concat(
                ByteBuffer.allocate(Short.BYTES).putShort((short) length).array(),
                version(),
                suite,
                ascii(label),
                info,
                new byte[] {1});
        return Arrays.copyOf(hmac(prk, labelled), length);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    private static byte[] version() {
        return ascii("HPKE-v1");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
