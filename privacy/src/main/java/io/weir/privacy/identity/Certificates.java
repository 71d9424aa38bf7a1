package io.weir.privacy.identity;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Participants' X.509 certificates: the common name is the participant's name. */
public final class Certificates {
    private static final int SERIAL_BITS = 127;

    /** How much a verifier's clock may lag behind that of whoever made a certificate. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private Certificates() {}

    /**
     * Reads a certificate without asking whether it is valid now, or whose it is.
     *
     * @param der the certificate, DER
     * @throws IdentityException if the bytes are no certificate, or one whose key may not sign updates
     */
    public static X509Certificate parse(byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(in);
            if (in.available() > 0) {
                throw new IdentityException("bytes follow the certificate: give exactly one, in DER");
            }
            KeyType.publicKey(certificate.getPublicKey().getEncoded());
            return certificate;
        } catch (CertificateException e) {
            throw new IdentityException("not an X.509 certificate: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a participant's certificate and checks that it is that participant's and valid at a time.
     *
     * @param der the certificate, DER
     * @param participant the name that the common name must equal
     * @param at when it must be valid
     * @throws IdentityException if it is no certificate, another's, expired, or not valid yet
     */
    public static X509Certificate parse(byte[] der, String participant, Instant at) {
        X509Certificate certificate = parse(der);
        check(certificate, participant, at);
        return certificate;
    }

    /**
     * Checks whose a certificate is and that it is valid at a time.
     *
     * @throws IdentityException if it is another's, expired, or not valid yet
     */
    public static void check(X509Certificate certificate, String participant, Instant at) {
        String name = commonName(certificate);
        if (!name.equals(participant)) {
            throw new IdentityException("the certificate belongs to '" + name + "', not to '" + participant
                    + "': use the certificate whose common name is the participant's name");
        }
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (at.isBefore(from)) {
            throw new IdentityException("the certificate of '" + participant + "' is not valid before " + from
                    + " (the clock reads " + at + "): wait, or check the clock");
        }
        if (at.isAfter(until)) {
            throw new IdentityException("the certificate of '" + participant + "' expired at " + until
                    + " (the clock reads " + at + "): make a new one and have the operator enrol it");
        }
    }

    /**
     * The participant that a certificate names.
     *
     * @throws IdentityException if it has no common name, or more than one
     */
    public static String commonName(X509Certificate certificate) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        RDN[] names = subject.getRDNs(BCStyle.CN);
        return names.length == 1 ? text(names[0]).orElseThrow(Certificates::nameless) : missingName();
    }

    private static Optional<String> text(RDN name) {
        return !name.isMultiValued() && name.getFirst().getValue() instanceof ASN1String string
                ? Optional.of(string.getString())
                : Optional.empty();
    }

    private static String missingName() {
        throw nameless();
    }

    private static IdentityException nameless() {
        return new IdentityException(
                "the certificate does not have exactly one common name: it must be the participant's name");
    }

    /** A self-signed certificate; nobody but the operator who enrols it vouches for it. */
    static X509Certificate selfSigned(String name, KeyPair keys, KeyType type, Duration validity, Instant from) {
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE);
        try {
            byte[] der = new JcaX509v3CertificateBuilder(
                            subject,
                            serial,
                            Date.from(from.minus(CLOCK_SKEW)),
                            Date.from(from.plus(validity)),
                            subject,
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .build(new JcaContentSignerBuilder(type.signatureAlgorithm()).build(keys.getPrivate()))
                    .getEncoded();
            return parse(der);
        } catch (OperatorCreationException | CertIOException e) {
            throw new IdentityException("cannot make a certificate for '" + name + "': " + e.getMessage(), e);
        } catch (java.io.IOException e) {
            throw new IdentityException("cannot encode the certificate for '" + name + "': " + e.getMessage(), e);
        }
    }
}
