package io.weir.privacy.identity;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** The two kinds of keys that sign updates; nothing else is accepted. */
public enum KeyType {
    /** Edwards-curve signatures, RFC 8032. Signatures are deterministic. */
    ED25519("Ed25519", "Ed25519"),
    /** ECDSA over NIST P-256 with SHA-256, for banks whose hardware modules have no Ed25519. */
    ECDSA_P256("EC", "SHA256withECDSA");

    private static final String P256 = "secp256r1";

    private final String keyAlgorithm;
    private final String signatureAlgorithm;

    KeyType(String keyAlgorithm, String signatureAlgorithm) {
        this.keyAlgorithm = keyAlgorithm;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** JCA name of the signature algorithm that keys of this type are used with, and only with. */
    public String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
            if (this == ECDSA_P256) {
                generator.initialize(new ECGenParameterSpec(P256));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static Optional<KeyType> of(PublicKey key) {
        if (key instanceof EdECKey edwards
                && edwards.getParams().getName().equalsIgnoreCase(NamedParameterSpec.ED25519.getName())) {
            return Optional.of(ED25519);
        }
        return key instanceof ECKey elliptic && elliptic.getParams().getOrder().equals(orderOfP256())
                ? Optional.of(ECDSA_P256)
                : Optional.empty();
    }

    /** Reads a SubjectPublicKeyInfo of either type. */
    static PublicKey publicKey(byte[] spki) {
        return ED25519.read(spki)
                .or(() -> ECDSA_P256.read(spki))
                .orElseThrow(() -> new IdentityException("the public key is neither Ed25519 nor ECDSA on P-256"
                        + " (SubjectPublicKeyInfo, DER): only these two may sign updates"));
    }

    /** Empty if it is not a key of this type. */
    private Optional<PublicKey> read(byte[] spki) {
        try {
            return Optional.of(factory().generatePublic(new X509EncodedKeySpec(spki)))
                    .filter(key -> of(key).equals(Optional.of(this)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    PrivateKey privateKey(byte[] pkcs8) throws InvalidKeySpecException {
        KeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        return factory().generatePrivate(spec);
    }

    private KeyFactory factory() {
        try {
            return KeyFactory.getInstance(keyAlgorithm);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static BigInteger orderOfP256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(ECDSA_P256.keyAlgorithm);
            parameters.init(new ECGenParameterSpec(P256));
            return parameters.getParameterSpec(ECParameterSpec.class).getOrder();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException(
                "this Java runtime lacks Ed25519 or ECDSA on P-256; Weir needs Java 17 or newer with its standard"
                        + " providers",
                cause);
    }
}
