package io.weir.privacy.identity;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Makes and checks signatures with the platform's own providers. */
public final class Signatures {
    private Signatures() {}

    /**
     * Whether {@code signature} is one of {@code message} by the owner of the key. The algorithm is part of what a
     * sender claims, so anything but the one that belongs to the key is simply not valid.
     *
     * @param spkiPublicKey SubjectPublicKeyInfo, DER
     * @param algorithm {@code Ed25519} or {@code SHA256withECDSA}
     * @throws IdentityException if the key itself cannot be used
     */
    public static boolean verify(byte[] spkiPublicKey, String algorithm, byte[] message, byte[] signature) {
        PublicKey key = KeyType.publicKey(spkiPublicKey);
        KeyType type = KeyType.of(key).orElseThrow();
        return type.signatureAlgorithm().equals(algorithm) && verify(key, type, message, signature);
    }

    private static boolean verify(PublicKey key, KeyType type, byte[] message, byte[] signature) {
        Signature verifier;
        try {
            verifier = Signature.getInstance(type.signatureAlgorithm());
            verifier.initVerify(key);
        } catch (InvalidKeyException e) {
            throw new IdentityException("the " + type + " public key is not usable: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw KeyType.missing(e);
        }
        try {
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even shaped like a signature
        }
    }

    static byte[] sign(PrivateKey key, KeyType type, byte[] message) {
        try {
            Signature signer = Signature.getInstance(type.signatureAlgorithm());
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (InvalidKeyException | SignatureException e) {
            throw new IdentityException("the " + type + " private key cannot sign: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw KeyType.missing(e);
        }
    }
}
