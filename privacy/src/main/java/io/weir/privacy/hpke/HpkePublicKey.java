package io.weir.privacy.hpke;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/** An X25519 key to seal for. */
public final class HpkePublicKey {
    /** Length of an encoded key: Npk in RFC 9180, section 7.1. */
    public static final int BYTES = X25519PublicKeyParameters.KEY_SIZE;

    private final byte[] encoded;

    private HpkePublicKey(byte[] encoded) {
        this.encoded = encoded;
    }

    /**
     * Reads an encoded key.
     *
     * @param encoded SerializePublicKey of RFC 9180, section 7.1.1: the 32 bytes of RFC 7748
     * @throws HpkeException if the length is another
     */
    public static HpkePublicKey of(byte[] encoded) {
        if (encoded.length != BYTES) {
            throw new HpkeException("an HPKE public key has " + BYTES + " bytes, this one " + encoded.length
                    + ": give the raw X25519 key, without an X.509 frame");
        }
        return new HpkePublicKey(encoded.clone());
    }

    /** The 32 bytes of RFC 7748. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /**
     * Encrypts one message so that only the holder of the private key reads it: SealBase of RFC 9180, section 6.1.
     *
     * @param info what the message is for; must be the same to open
     * @param aad data that travels beside the message and is authenticated with it; must be the same to open
     * @param plaintext the message
     * @return the encapsulated key (32 bytes), then the ciphertext with its tag (16 bytes)
     * @throws HpkeException if the key is of small order, which no honest key is
     */
    public byte[] seal(byte[] info, byte[] aad, byte[] plaintext) {
        try {
            byte[][] sealed =
                    Suite.create().seal(new X25519PublicKeyParameters(encoded), info, aad, plaintext, null, null, null);
            byte[] ciphertext = sealed[0];
            byte[] encapsulation = sealed[1];
            return ByteBuffer.allocate(encapsulation.length + ciphertext.length)
                    .put(encapsulation)
                    .put(ciphertext)
                    .array();
        } catch (IllegalStateException e) {
            throw new HpkeException("the HPKE public key is of small order: nothing can be sealed for it", e);
        } catch (InvalidCipherTextException e) {
            throw new HpkeException("sealing failed: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a message that the holder of the private key has disclosed.
     *
     * @param info as given to {@link #seal}
     * @param aad as given to {@link #seal}
     * @param disclosure what {@link HpkeKeyPair#disclose} made
     * @param context as given to {@link HpkeKeyPair#disclose}
     */
    public Disclosed disclosed(byte[] info, byte[] aad, byte[] sealed, byte[] disclosure, byte[] context) {
        if (sealed.length < Suite.ENCAPSULATION_BYTES + Suite.TAG_BYTES) {
            return new Disclosed.Unopenable();
        }
        byte[] encapsulation = Arrays.copyOf(sealed, Suite.ENCAPSULATION_BYTES);
        Optional<ECPoint> base = EqualLogs.lift(encapsulation);
        if (base.isEmpty()) {
            return new Disclosed.Unopenable(); // no honest sender's
        }
        Disclosure shown;
        try {
            shown = Disclosure.fromBytes(disclosure);
        } catch (IllegalArgumentException e) {
            return new Disclosed.Unproven();
        }
        Optional<ECPoint> own = EqualLogs.lift(encoded);
        if (own.isEmpty() || !EqualLogs.verify(shown, own.get(), base.get(), context)) {
            return new Disclosed.Unproven();
        }
        byte[] ciphertext = Arrays.copyOfRange(sealed, Suite.ENCAPSULATION_BYTES, sealed.length);
        return KeySchedule.open(EqualLogs.coordinate(shown.point()), encapsulation, encoded, info, aad, ciphertext)
                .<Disclosed>map(Disclosed.Opened::new)
                .orElseGet(Disclosed.Unopenable::new);
    }

    /**
     * As {@link #seal}, but the same arguments give the same bytes: the ephemeral key pair is DeriveKeyPair of RFC 9180, section 7.1.3, of the seed.
     *
     * @param ephemeralSeed 32 secret bytes that go with one key, info, aad and plaintext only
     * @throws HpkeException if the key is of small order, or the seed of another length
     */
    public byte[] sealDerived(byte[] info, byte[] aad, byte[] plaintext, byte[] ephemeralSeed) {
        if (ephemeralSeed.length != BYTES) {
            throw new HpkeException("a seed has " + BYTES + " bytes, this one " + ephemeralSeed.length);
        }
        try {
            HPKE suite = Suite.create();
            HPKEContextWithEncapsulation sender =
                    suite.setupBaseS(new X25519PublicKeyParameters(encoded), info, suite.deriveKeyPair(ephemeralSeed));
            byte[] ciphertext = sender.seal(aad, plaintext);
            byte[] encapsulation = sender.getEncapsulation();
            return ByteBuffer.allocate(encapsulation.length + ciphertext.length)
                    .put(encapsulation)
                    .put(ciphertext)
                    .array();
        } catch (IllegalStateException e) {
            throw new HpkeException("the HPKE public key is of small order: nothing can be sealed for it", e);
        } catch (InvalidCipherTextException e) {
            throw new HpkeException("sealing failed: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HpkePublicKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "HpkePublicKey[" + HexFormat.of().formatHex(encoded) + "]";
    }
}
