package io.weir.privacy.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks signatures and remembers the newest answers: the same commit stands in every partition of a round, and whether
 * its signature is valid depends on the four arguments alone. Thread-safe.
 */
public final class SignatureMemo {
    private final Map<ByteBuffer, Boolean> answers;

    /** Whoever checks what is not remembered. */
    interface Verifier {
        boolean verify(byte[] spkiPublicKey, String algorithm, byte[] message, byte[] signature);
    }

    private final Verifier verifier;

    public SignatureMemo(int maxEntries) {
        this(maxEntries, Signatures::verify);
    }

    SignatureMemo(int maxEntries, Verifier verifier) {
        this.verifier = verifier;
        this.answers = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
                return size() > maxEntries;
            }
        };
    }

    /** As {@link Signatures#verify}. */
    public boolean verify(byte[] spkiPublicKey, String algorithm, byte[] message, byte[] signature) {
        ByteBuffer key = key(spkiPublicKey, algorithm.getBytes(StandardCharsets.UTF_8), message, signature);
        synchronized (answers) {
            Boolean known = answers.get(key);
            if (known != null) {
                return known;
            }
        }
        boolean valid = verifier.verify(spkiPublicKey, algorithm, message, signature);
        synchronized (answers) {
            answers.put(key, valid);
        }
        return valid;
    }

    /** SHA-256 over the arguments, each after its length. */
    private static ByteBuffer key(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                sha256.update(part);
            }
            return ByteBuffer.wrap(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
