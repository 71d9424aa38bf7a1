package io.weir.privacy.mask;

import io.weir.privacy.field.KeyStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** A participant's X25519 key, from which it agrees on a seed with each neighbour, another one in each round. */
public final class MaskKey {
    private static final String ALGORITHM = "X25519";
    private static final int PRIVATE_BYTES = X25519PrivateKeyParameters.KEY_SIZE;
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

    /**
     * The key of a private one.
     *
     * @param privateKey what {@link #privateKey()} gave: 32 bytes
     * @throws IllegalArgumentException if the length is another
     */
    public static MaskKey of(String participant, byte[] privateKey) {
        if (privateKey.length != PRIVATE_BYTES) {
            throw new IllegalArgumentException(
                    "a mask key has " + PRIVATE_BYTES + " bytes, this one " + privateKey.length);
        }
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            byte[] spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                            new X25519PrivateKeyParameters(privateKey).generatePublicKey())
                    .getEncoded();
            return new MaskKey(
                    participant,
                    new KeyPair(
                            factory.generatePublic(new X509EncodedKeySpec(spki)),
                            factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The 32 secret bytes of RFC 7748; whoever stores them guards them. */
    public byte[] privateKey() {
        return ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
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
