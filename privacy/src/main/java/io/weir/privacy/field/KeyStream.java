package io.weir.privacy.field;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Random 64-bit words from a seed: AES-128 in counter mode. The same seed gives the same words on every machine. Not thread-safe. */
public final class KeyStream {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int KEY_BYTES = 16;
    private static final int BLOCK_BYTES = 1 << 13;
    private static final int BLOCK_INTS = BLOCK_BYTES / Integer.BYTES;

    private final Cipher cipher;
    private final byte[] zeros = new byte[BLOCK_BYTES];
    private final byte[] bytes = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;

    /**
     * A stream of its own for each purpose and number.
     *
     * @param seed 32 bytes
     */
    public KeyStream(byte[] seed, String purpose, long number) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed of " + seed.length + " bytes; needed are " + SEED_BYTES);
        }
        byte[] key = Arrays.copyOf(keyMaterial(seed, purpose, number), KEY_BYTES);
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[KEY_BYTES]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES in counter mode", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] keyMaterial(byte[] seed, String purpose, long number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] label = purpose.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(label.length).flip());
            digest.update(label);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
            digest.update(seed);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** The next word. */
    public long next() {
        if (used == BLOCK_BYTES) {
            refill();
        }
        long word = (long) LONGS.get(bytes, used);
        used += Long.BYTES;
        return word;
    }

    private void refill() {
        try {
            cipher.update(zeros, 0, BLOCK_BYTES, bytes, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in counter mode failed", e);
        }
        used = 0;
    }

    /** Adds the next words, 32 bits each, to {@code target}; subtracts them if {@code negative}. */
    public void addTo(int[] target, boolean negative) {
        int sign = negative ? -1 : 1;
        for (int from = 0; from < target.length; from += BLOCK_INTS) {
            refill();
            int to = Math.min(target.length, from + BLOCK_INTS);
            for (int i = from; i < to; i++) {
                target[i] += sign * (int) INTS.get(bytes, (i - from) * Integer.BYTES);
            }
        }
        used = BLOCK_BYTES;
    }

    /** Uniform modulo q: 61 bits, drawn again in one of 16 million million cases. */
    public long nextInField() {
        long candidate = next() >>> 3;
        while (candidate >= PrimeField.Q) {
            candidate = next() >>> 3;
        }
        return candidate;
    }
}
