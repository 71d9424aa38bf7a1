package io.weir.privacy.sealing;

import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.hpke.HpkeKeyPair;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.SecretKeySpec;

/** Opens payloads of one round with one of its keys. Not thread-safe. */
public final class UpdateOpener {
    /** What came of a payload. */
    public sealed interface Opening {
        /** It holds this; overwritten when the next one is opened. */
        record Opened(ByteBuffer payload) implements Opening {}

        /** It is not sealed at all. */
        record NotSealed() implements Opening {}

        /** It is sealed for somebody else or for something else, or was changed since, or is not whole. */
        record Unopened(String why) implements Opening {}
    }

    /** The key of a participant's update, as it was sealed in the payload that was opened last. */
    private record Known(byte[] envelope, byte[] commitment, byte[] context, SecretKeySpec cipherKey) {
        boolean is(byte[] sealed, byte[] committed, byte[] of) {
            return Arrays.equals(envelope, sealed)
                    && Arrays.equals(commitment, committed)
                    && Arrays.equals(context, of);
        }
    }

    private final HpkeKeyPair pair;
    private final int index;
    private final int keys;
    private final Map<String, Known> known = new HashMap<>();
    private byte[] plaintext = new byte[0];

    /**
     * An opener.
     *
     * @param index of the key among the round's
     * @param keys of the round
     */
    public UpdateOpener(HpkeKeyPair pair, int index, int keys) {
        this.pair = pair;
        this.index = index;
        this.keys = keys;
    }

    /** Whether the bytes claim to be a sealed payload. */
    public static boolean isSealed(ByteBuffer payload) {
        return SealedPayload.isClaimed(payload);
    }

    /** Opens one payload; {@code payload}'s position stays. */
    public Opening open(SealingContext context, int chunkIndex, ByteBuffer payload) {
        if (!SealedPayload.isClaimed(payload)) {
            return new Opening.NotSealed();
        }
        Optional<SealedPayload> parsed = SealedPayload.parse(payload, keys);
        if (parsed.isEmpty()) {
            return new Opening.Unopened(
                    "the payload is cut off, or is not sealed for as many keys as the round has: " + keys);
        }
        SealedPayload sealed = parsed.get();
        byte[] contextBytes = context.bytes();
        try {
            SecretKeySpec key = key(context.participant(), contextBytes, sealed);
            return new Opening.Opened(decrypt(key, contextBytes, chunkIndex, sealed));
        } catch (HpkeException e) {
            return new Opening.Unopened("its content key does not open: " + e.getMessage());
        } catch (AEADBadTagException e) {
            return new Opening.Unopened(
                    "its authentication tag is wrong: it was sealed for another place, or was changed since");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot decrypt with AES-256-GCM", e);
        }
    }

    private SecretKeySpec key(String participant, byte[] context, SealedPayload sealed) {
        byte[] envelope = sealed.key(index);
        Known last = known.get(participant);
        if (last == null || !last.is(envelope, sealed.commitment(), context)) {
            UpdateKey key = UpdateKey.of(pair.open(context, sealed.commitment(), envelope));
            if (!MessageDigest.isEqual(key.commitment(), sealed.commitment())) {
                throw new HpkeException("it is not the key that the payload commits to");
            }
            last = new Known(envelope, sealed.commitment(), context, key.cipherKey());
            key.destroy();
            known.put(participant, last);
        }
        return last.cipherKey();
    }

    private ByteBuffer decrypt(SecretKeySpec key, byte[] context, int chunkIndex, SealedPayload sealed)
            throws GeneralSecurityException {
        if (plaintext.length < sealed.plainLength()) {
            plaintext = new byte[sealed.plainLength()];
        }
        ByteBuffer target = ByteBuffer.wrap(plaintext);
        byte[] header = SealedPayload.header(sealed.commitment(), sealed.keys());
        new PayloadCipher(key, context, header, chunkIndex).decrypt(sealed.ciphertext(), target);
        return target.flip();
    }
}
