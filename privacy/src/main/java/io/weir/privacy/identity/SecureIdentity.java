package io.weir.privacy.identity;

import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.mask.MaskKey;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.List;

/**
 * A participant's long-lived keys for secure aggregation: an X25519 key that others seal shares for, and another one that
 * masks are agreed on with. Certified by the participant's signature, not by themselves.
 */
public final class SecureIdentity {
    /** What {@link #save} writes. */
    public static final String FILE = IdentityFiles.SECURE_KEY_FILE;

    private static final String ALGORITHM = "X25519";

    private final HpkeKeyPair hpke;
    private final byte[] maskKey;

    private SecureIdentity(HpkeKeyPair hpke, byte[] maskKey) {
        this.hpke = hpke;
        this.maskKey = maskKey;
    }

    /** Fresh keys. */
    public static SecureIdentity generate() {
        return new SecureIdentity(
                HpkeKeyPair.generate(), MaskKey.generate("generated").privateKey());
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IdentityException if the file is missing, unreadable, or not what it should be
     */
    public static SecureIdentity load(Path directory) {
        return IdentityFiles.loadSecure(directory);
    }

    /**
     * Reads the directory's keys; makes and saves them if there are none.
     *
     * @throws IdentityException if the file is unreadable, not what it should be, or cannot be written
     */
    public static SecureIdentity loadOrGenerate(Path directory) {
        if (IdentityFiles.hasSecure(directory)) {
            return load(directory);
        }
        SecureIdentity generated = generate();
        generated.save(directory);
        return generated;
    }

    /**
     * Writes {@code participant.secure.key} (two PKCS#8 blocks, PEM; readable by its owner only where the file system can
     * say so), making the directory if need be. Never replaces keys that are there.
     *
     * @throws IdentityException if the file is there already, or cannot be written
     */
    public void save(Path directory) {
        IdentityFiles.saveSecure(this, directory, false);
    }

    /** As {@link #save}, but replaces keys that are there. Shares that were sealed for those open no more. */
    public void saveReplacing(Path directory) {
        IdentityFiles.saveSecure(this, directory, true);
    }

    /** What shares are sealed for. */
    public HpkeKeyPair hpke() {
        return hpke;
    }

    /** What masks are agreed on with. */
    public MaskKey maskKey(String participant) {
        return MaskKey.of(participant, maskKey);
    }

    List<byte[]> pkcs8() {
        return List.of(pkcs8(hpke.privateKey()), pkcs8(maskKey));
    }

    static SecureIdentity ofPkcs8(byte[] hpke, byte[] maskKey) throws InvalidKeySpecException {
        return new SecureIdentity(HpkeKeyPair.of(scalar(hpke)), scalar(maskKey));
    }

    private static byte[] pkcs8(byte[] scalar) {
        try {
            return factory()
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar))
                    .getEncoded();
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException("an X25519 key cannot be encoded", e);
        }
    }

    private static byte[] scalar(byte[] pkcs8) throws InvalidKeySpecException {
        PrivateKey key = factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return ((XECPrivateKey) key).getScalar().orElseThrow();
    }

    private static KeyFactory factory() {
        try {
            return KeyFactory.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        }
    }

    /** The public keys only. */
    @Override
    public String toString() {
        return "SecureIdentity[" + hpke.publicKey() + "]";
    }
}
