package io.weir.privacy.sealing;

import io.weir.privacy.hpke.HpkePublicKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Seals updates. The content key follows from the participant's secret and everything that is sealed, context and payloads, as in SIV modes (Rogaway,
 * Shrimpton 2006): who starts again and trains the same update sends the same bytes, and another update has another key.
 */
public final class UpdateSealer {
    private static final String CONTENT_KEY = "weir-update-key";
    private static final String EPHEMERAL = "weir-update-ephemeral";

    private final UnaryOperator<byte[]> secrets;

    /** @param secrets a pseudorandom function under the participant's secret, with 32 bytes as its values */
    public UpdateSealer(UnaryOperator<byte[]> secrets) {
        this.secrets = secrets;
    }

    /**
     * Seals an update for all of some keys.
     *
     * @param payloads by chunk index
     * @return as many sealed payloads
     * @throws io.weir.privacy.hpke.HpkeException if nothing can be sealed for one of the keys
     */
    public List<byte[]> seal(SealingContext context, List<HpkePublicKey> keys, List<byte[]> payloads) {
        if (payloads.size() != context.chunkCount()) {
            throw new IllegalArgumentException(
                    payloads.size() + " payloads for an update of " + context.chunkCount() + " chunks");
        }
        byte[] contextBytes = context.bytes();
        byte[] secret = secrets.apply(digest(contextBytes, payloads));
        UpdateKey key = UpdateKey.of(UpdateKey.expand(secret, CONTENT_KEY, new byte[0]));
        try {
            byte[] header = SealedPayload.header(key.commitment(), envelopes(secret, key, contextBytes, keys));
            List<byte[]> sealed = new ArrayList<>();
            for (int chunk = 0; chunk < payloads.size(); chunk++) {
                sealed.add(seal(key, header, contextBytes, chunk, payloads.get(chunk)));
            }
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with AES-256-GCM", e);
        } finally {
            key.destroy();
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] envelopes(byte[] secret, UpdateKey key, byte[] context, List<HpkePublicKey> keys) {
        ByteBuffer envelopes = ByteBuffer.allocate(keys.size() * SealedPayload.SEALED_KEY_BYTES);
        byte[] plain = key.bytes();
        for (HpkePublicKey recipient : keys) {
            byte[] ephemeral = UpdateKey.expand(secret, EPHEMERAL, recipient.encoded());
            envelopes.put(recipient.sealDerived(context, key.commitment(), plain, ephemeral));
        }
        Arrays.fill(plain, (byte) 0);
        return envelopes.array();
    }

    private static byte[] seal(UpdateKey key, byte[] header, byte[] context, int chunk, byte[] payload)
            throws GeneralSecurityException {
        byte[] sealed = Arrays.copyOf(header, header.length + PayloadCipher.sealedLength(payload.length));
        new PayloadCipher(key.cipherKey(), context, header, chunk)
                .encrypt(
                        ByteBuffer.wrap(payload),
                        ByteBuffer.wrap(sealed, header.length, sealed.length - header.length));
        return sealed;
    }

    private static byte[] digest(byte[] context, List<byte[]> payloads) {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            all.update(context);
            for (byte[] payload : payloads) {
                all.update(MessageDigest.getInstance("SHA-256").digest(payload));
            }
            return all.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
