package io.weir.privacy.hpke;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/** An X25519 key pair that opens what was sealed for its public key. */
public final class HpkeKeyPair {
    /** Length of an encoded private key: Nsk in RFC 9180, section 7.1. */
    public static final int PRIVATE_BYTES = X25519PrivateKeyParameters.KEY_SIZE;

    private final AsymmetricCipherKeyPair pair;
    private final HpkePublicKey publicKey;

    private HpkeKeyPair(X25519PrivateKeyParameters key) {
        this.pair = new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
        this.publicKey = HpkePublicKey.of(key.generatePublicKey().getEncoded());
    }

    /** A fresh key pair. */
    public static HpkeKeyPair generate() {
        return new HpkeKeyPair(new X25519PrivateKeyParameters(new SecureRandom()));
    }

    /**
     * The key pair of a private key.
     *
     * @param privateKey what {@link #privateKey()} gave: 32 bytes
     * @throws HpkeException if the length is another
     */
    public static HpkeKeyPair of(byte[] privateKey) {
        if (privateKey.length != PRIVATE_BYTES) {
            throw new HpkeException(
                    "an HPKE private key has " + PRIVATE_BYTES + " bytes, this one " + privateKey.length);
        }
        return new HpkeKeyPair(new X25519PrivateKeyParameters(privateKey));
    }

    /** What others seal for. */
    public HpkePublicKey publicKey() {
        return publicKey;
    }

    /** The 32 secret bytes of RFC 7748; whoever stores them guards them. */
    public byte[] privateKey() {
        return ((X25519PrivateKeyParameters) pair.getPrivate()).getEncoded();
    }

    /**
     * Decrypts one message: OpenBase of RFC 9180, section 6.1.
     *
     * @param info as given to {@link HpkePublicKey#seal}
     * @param aad as given to {@link HpkePublicKey#seal}
     * @param sealed what {@link HpkePublicKey#seal} returned
     * @return the message
     * @throws HpkeException if it was sealed for another key, with other info or aad, or was changed since
     */
    public byte[] open(byte[] info, byte[] aad, byte[] sealed) {
        if (sealed.length < Suite.ENCAPSULATION_BYTES + Suite.TAG_BYTES) {
            throw new HpkeException("a sealed message has at least "
                    + (Suite.ENCAPSULATION_BYTES + Suite.TAG_BYTES) + " bytes, this one " + sealed.length
                    + ": it was cut off");
        }
        byte[] encapsulation = Arrays.copyOf(sealed, Suite.ENCAPSULATION_BYTES);
        byte[] ciphertext = Arrays.copyOfRange(sealed, Suite.ENCAPSULATION_BYTES, sealed.length);
        try {
            return Suite.create().open(encapsulation, pair, info, aad, ciphertext, null, null, null);
        } catch (InvalidCipherTextException | IllegalStateException e) {
            throw new HpkeException(
                    "the sealed message does not open: it was sealed for another key or another purpose, or was"
                            + " changed since",
                    e);
        }
    }

    /**
     * What this key pair and another one have in common: X25519 of RFC 7748, section 5. Not a key yet, but to derive keys from.
     *
     * @return 32 secret bytes
     * @throws HpkeException if the other key is of small order, which no honest key is
     */
    public byte[] agree(HpkePublicKey other) {
        byte[] secret = new byte[X25519PrivateKeyParameters.SECRET_SIZE];
        try {
            ((X25519PrivateKeyParameters) pair.getPrivate())
                    .generateSecret(new X25519PublicKeyParameters(other.encoded()), secret, 0);
        } catch (IllegalStateException e) {
            throw new HpkeException("the public key is of small order: nothing can be agreed on with its holder", e);
        }
        return secret;
    }

    /**
     * Makes what opens one message to everyone, {@link HpkePublicKey#disclosed}; no other message opens with it.
     *
     * <p>Takes the same steps whatever the key, as far as BouncyCastle's X25519 does, but for one bit that means nothing: which of
     * the two points with the public key's coordinate the key leads to.
     *
     * @param context what for, so that it convinces nobody of anything else
     * @return empty bytes if the sender's encapsulated key alone shows that nothing could be opened
     */
    public byte[] disclose(byte[] sealed, byte[] context) {
        if (sealed.length < Suite.ENCAPSULATION_BYTES) {
            return new byte[0];
        }
        byte[] encapsulation = Arrays.copyOf(sealed, Suite.ENCAPSULATION_BYTES);
        return EqualLogs.lift(encapsulation)
                .map(base -> disclose(base, context))
                .orElse(new byte[0]);
    }

    private byte[] disclose(ECPoint base, byte[] context) {
        byte[] key = privateKey();
        try {
            return EqualLogs.prove(key, base, context, new SecureRandom()).toBytes();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "HpkeKeyPair[" + publicKey + "]";
    }
}
