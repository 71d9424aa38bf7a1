package io.weir.privacy.identity;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Makes and checks signatures. */
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
        if (!type.signatureAlgorithm().equals(algorithm)) {
            return false;
        }
        return type == KeyType.ED25519 ? verifyEd25519(key, message, signature) : verify(key, type, message, signature);
    }

    /** With BouncyCastle: several times as fast as the platform's provider, and an aggregator checks every commit. */
    private static boolean verifyEd25519(PublicKey key, byte[] message, byte[] signature) {
        byte[] spki = key.getEncoded();
        Ed25519Signer verifier = new Ed25519Signer();
        try {
            verifier.init(
                    false, new Ed25519PublicKeyParameters(spki, spki.length - Ed25519PublicKeyParameters.KEY_SIZE));
        } catch (IllegalArgumentException e) {
            throw new IdentityException("the ED25519 public key is not usable: " + e.getMessage(), e);
        }
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
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
