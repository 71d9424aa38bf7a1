package io.weir.privacy.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** A participant's name, its private key and the certificate that the operator enrols. */
public final class ParticipantIdentity {
    private static final byte[] DERIVED = "weir-identity-secret-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int SECRET_BYTES = 32;

    private final String name;
    private final KeyType type;
    private final PrivateKey privateKey;
    private final X509Certificate certificate;

    private ParticipantIdentity(KeyType type, PrivateKey privateKey, X509Certificate certificate) {
        this.name = Certificates.commonName(certificate);
        this.type = type;
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /** As {@link #generate(String, KeyType, Duration, Instant)} with an Ed25519 key. */
    public static ParticipantIdentity generate(String name, Duration validity, Instant from) {
        return generate(name, KeyType.ED25519, validity, from);
    }

    /**
     * Makes a key pair and a self-signed certificate whose common name is {@code name}.
     *
     * @param validity how long after {@code from} the certificate holds; it begins five minutes earlier, for verifiers
     *     whose clocks lag
     * @throws IllegalArgumentException if the name is blank or the validity not positive
     */
    public static ParticipantIdentity generate(String name, KeyType type, Duration validity, Instant from) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("participant name '" + name + "' is blank");
        }
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("certificate validity " + validity + " is not positive");
        }
        KeyPair keys = type.generate();
        return new ParticipantIdentity(
                type, keys.getPrivate(), Certificates.selfSigned(name, keys, type, validity, from));
    }

    /**
     * Pairs a key with its certificate.
     *
     * @throws IdentityException if the certificate's key is of neither allowed type, or not the private key's
     */
    public static ParticipantIdentity of(PrivateKey privateKey, X509Certificate certificate) {
        KeyType type = KeyType.of(certificate.getPublicKey())
                .orElseThrow(() -> new IdentityException(
                        "the certificate's key is neither Ed25519 nor ECDSA on P-256: only these two may sign"
                                + " updates"));
        ParticipantIdentity identity =
                new ParticipantIdentity(type, Objects.requireNonNull(privateKey, "privateKey"), certificate);
        byte[] probe = {1};
        if (!Signatures.verify(identity.publicKey(), identity.signatureAlgorithm(), probe, identity.sign(probe))) {
            throw new IdentityException("the private key does not belong to the certificate of '" + identity.name()
                    + "': use the pair that was made together");
        }
        return identity;
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IdentityException if a file is missing, unreadable, or not what it should be
     */
    public static ParticipantIdentity load(Path directory) {
        return IdentityFiles.load(directory);
    }

    /**
     * Writes {@code participant.key} (PKCS#8, PEM; readable by its owner only where the file system can say so) and
     * {@code participant.crt} (X.509, PEM), making the directory if need be. Never replaces a key that is there.
     *
     * @throws IdentityException if a file is there already, or cannot be written
     */
    public void save(Path directory) {
        IdentityFiles.save(this, directory, false);
    }

    /** As {@link #save}, but replaces a key and certificate that are there. */
    public void saveReplacing(Path directory) {
        IdentityFiles.save(this, directory, true);
    }

    /** The participant's name, the certificate's common name. */
    public String name() {
        return name;
    }

    /** Signs a message, usually a digest. */
    public byte[] sign(byte[] message) {
        return Signatures.sign(privateKey, type, message);
    }

    /**
     * As {@link #secret(byte[])}, with a purpose in words.
     *
     * @throws IdentityException if the private key cannot leave where it is kept
     */
    public byte[] secret(String purpose) {
        return secret(purpose.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A secret of 32 bytes that follows from the private key and a purpose: HKDF-SHA256 (RFC 5869). The same purpose gives the same secret.
     *
     * @param purpose never used for anything else
     * @throws IdentityException if the private key cannot leave where it is kept
     */
    public byte[] secret(byte[] purpose) {
        byte[] key = privateKey.getEncoded();
        if (key == null) {
            throw new IdentityException("the private key of '" + name + "' cannot be exported, so no secret can be"
                    + " derived from it: use a key that is kept in a file");
        }
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(key, DERIVED.clone(), purpose));
        byte[] secret = new byte[SECRET_BYTES];
        generator.generateBytes(secret, 0, secret.length);
        Arrays.fill(key, (byte) 0);
        return secret;
    }

    /** JCA name of the algorithm that {@link #sign} uses: {@code Ed25519} or {@code SHA256withECDSA}. */
    public String signatureAlgorithm() {
        return type.signatureAlgorithm();
    }

    /** SubjectPublicKeyInfo, DER: what a round's cohort names. */
    public byte[] publicKey() {
        return certificate.getPublicKey().getEncoded();
    }

    /** The certificate that the operator enrols. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** {@link #certificate()}, DER. */
    public byte[] certificateDer() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IdentityException("the certificate of '" + name + "' cannot be encoded", e);
        }
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /** Name, algorithm and validity; never the key. */
    @Override
    public String toString() {
        return "ParticipantIdentity[name=" + name + ", signatureAlgorithm=" + signatureAlgorithm() + ", validUntil="
                + certificate.getNotAfter().toInstant() + "]";
    }
}
