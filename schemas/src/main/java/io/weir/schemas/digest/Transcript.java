package io.weir.schemas.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Feeds fields to SHA-256 in one unambiguous way: big-endian numbers, length-prefixed bytes and UTF-8 text, maps in key
 * order. Signatures and digests cover this, not Avro bytes, so they outlive a schema's evolution.
 */
final class Transcript {
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    /** Starts with a name that no other kind of transcript has. */
    Transcript(String domain) {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
        text(domain);
    }

    Transcript number(long value) {
        number.clear();
        sha256.update(number.putLong(value).array());
        return this;
    }

    Transcript number(double value) {
        return number(Double.doubleToLongBits(value));
    }

    Transcript text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        sha256.update(utf8);
        return this;
    }

    Transcript bytes(ByteBuffer value) {
        number(value.remaining());
        sha256.update(value.duplicate());
        return this;
    }

    /** Bytes that need no length since a fixed count of them ends the transcript. */
    Transcript raw(ByteBuffer value) {
        sha256.update(value.duplicate());
        return this;
    }

    <V> Transcript map(Map<String, V> map, BiConsumer<Transcript, V> value) {
        number(map.size());
        new TreeMap<>(map).forEach((key, v) -> value.accept(text(key), v));
        return this;
    }

    <V> Transcript list(Collection<V> list, BiConsumer<Transcript, V> value) {
        number(list.size());
        list.forEach(v -> value.accept(this, v));
        return this;
    }

    byte[] digest() {
        return sha256.digest();
    }
}
