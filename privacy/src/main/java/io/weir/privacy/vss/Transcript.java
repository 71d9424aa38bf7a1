package io.weir.privacy.vss;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A SHA-256 hash under a domain's name. Parts of variable length have their length before them, so that no two transcripts are the same bytes. */
final class Transcript {
    static final int DIGEST_BYTES = 32;

    private final MessageDigest digest;

    Transcript(String domain) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        text(domain);
    }

    Transcript text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Transcript bytes(byte[] bytes) {
        number(bytes.length);
        digest.update(bytes);
        return this;
    }

    Transcript number(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        return this;
    }

    Transcript words(long[] words) {
        byte[] bytes = new byte[words.length * Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().put(words);
        bytes(bytes);
        Arrays.fill(bytes, (byte) 0);
        return this;
    }

    byte[] digest() {
        return digest.digest();
    }
}
