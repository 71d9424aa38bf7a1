package io.weir.privacy.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** The content key of one participant's update of one round, and what follows from it. */
final class UpdateKey {
    /** Length of the key that is sealed. */
    static final int BYTES = 32;

    static final int COMMITMENT_BYTES = 32;

    private final byte[] key;

    private UpdateKey(byte[] key) {
        this.key = key;
    }

    static UpdateKey of(byte[] key) {
        return new UpdateKey(key.clone());
    }

    /** HKDF-Expand with SHA-256 (RFC 5869, section 2.3); labels are of different lengths or differ. */
    static byte[] expand(byte[] secret, String label, byte[] context) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        byte[] info = ByteBuffer.allocate(label.length() + context.length)
                .put(label.getBytes(US_ASCII))
                .put(context)
                .array();
        generator.init(HKDFParameters.skipExtractParameters(secret, info));
        byte[] derived = new byte[BYTES];
        generator.generateBytes(derived, 0, derived.length);
        return derived;
    }

    byte[] bytes() {
        return key.clone();
    }

    /** What a payload is encrypted with. */
    SecretKeySpec cipherKey() {
        return new SecretKeySpec(expand(key, "weir-payload-cipher", new byte[0]), "AES");
    }

    /**
     * Binds the key: a ciphertext can be made to open under two keys of AES-GCM (Grubbs, Lu, Ristenpart 2017), and then two aggregators would read two
     * updates.
     */
    byte[] commitment() {
        return expand(key, "weir-payload-commitment", new byte[0]);
    }

    void destroy() {
        Arrays.fill(key, (byte) 0);
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "UpdateKey";
    }
}
