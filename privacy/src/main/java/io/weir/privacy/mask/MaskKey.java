package io.weir.privacy.mask;

import io.weir.privacy.field.KeyStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** A participant's X25519 key of one round, from which it agrees on a seed with each neighbour. */
public final class MaskKey {
    private static final String ALGORITHM = "X25519";
    private static final String LABEL = "weir-mask-pair-v1";

    private final String participant;
    private final KeyPair pair;

    private MaskKey(String participant, KeyPair pair) {
        this.participant = participant;
        this.pair = pair;
    }

    /** A fresh key. */
    public static MaskKey generate(String participant) {
        try {
            return new MaskKey(
                    participant, KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        }
    }

    /** What the others get: an X.509 SubjectPublicKeyInfo. */
    public byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    /**
     * The seed that both neighbours derive, each from its own key and the other's public one: HKDF-SHA256 (RFC 5869) with the round's seed as salt and both
     * names as context.
     *
     * @param roundSeed what the round announced; a participant that was shown another round derives another seed
     * @return 32 bytes
     * @throws IllegalArgumentException if the neighbour's key is none of X25519, or of small order
     */
    public byte[] seedWith(String neighbour, byte[] neighboursKey, byte[] roundSeed) {
        byte[] agreed = agree(neighbour, neighboursKey);
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(agreed, roundSeed, context(participant, neighbour)));
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        generator.generateBytes(seed, 0, seed.length);
        Arrays.fill(agreed, (byte) 0);
        return seed;
    }

    private byte[] agree(String neighbour, byte[] neighboursKey) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
            agreement.init(pair.getPrivate());
            agreement.doPhase(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(neighboursKey)), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key of '" + neighbour + "' is no X25519 key to agree with", e);
        }
    }

    private static byte[] context(String one, String other) {
        ByteArrayOutputStream context = new ByteArrayOutputStream();
        boolean inOrder = one.compareTo(other) < 0;
        for (String part : new String[] {LABEL, inOrder ? one : other, inOrder ? other : one}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            context.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            context.writeBytes(bytes);
        }
        return context.toByteArray();
    }
}
