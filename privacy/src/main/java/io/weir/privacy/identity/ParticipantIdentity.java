package io.weir.privacy.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A participant's name, its private key and the certificate that the operator enrols. */
public final class ParticipantIdentity {
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
     * Secret bytes for a purpose, 32 of them, that follow from the private key: the same whenever it is asked for.
     *
     * @throws IdentityException if the key does not leave the device that it is in
     */
    public byte[] secret(String purpose) {
        byte[] key = privateKey.getEncoded();
        if (key == null) {
            throw new IdentityException("the private key of '" + name
                    + "' cannot be read, and noise follows from it: use" + " a key that is in a file");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC with SHA-256", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
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
