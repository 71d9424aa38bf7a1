package io.weir.privacy.attestation;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A Milan chip with a vendor of its own, to make what real evidence does not show: revocation, and signed claims of any kind. */
final class MadeUpChip {
    private static final String OID = "1.3.6.1.4.1.3704.1.";
    private static final X500Name ROOT = new X500Name("CN=ARK of a test");
    private static final X500Name INTERMEDIATE = new X500Name("CN=SEV of a test");
    private static final byte[] CHIP_ID = new byte[64];

    static {
        CHIP_ID[3] = 9;
    }

    private final KeyPair root = ec("secp256r1");
    private final KeyPair intermediate = ec("secp256r1");
    private final KeyPair chip = ec("secp384r1");
    private final boolean intermediateIsAuthority;
    private int microcode = 200;

    MadeUpChip(boolean intermediateIsAuthority) {
        this.intermediateIsAuthority = intermediateIsAuthority;
    }

    MadeUpChip withMicrocode(int version) {
        microcode = version;
        return this;
    }

    String pin() {
        return Roots.pin(root.getPublic());
    }

    Endorsement[] certificates() {
        try {
            return new Endorsement[] {
                new Endorsement("ark", certificate(ROOT, ROOT, 1, root.getPublic(), root.getPrivate(), true)),
                new Endorsement(
                        "ask",
                        certificate(
                                INTERMEDIATE,
                                ROOT,
                                2,
                                intermediate.getPublic(),
                                root.getPrivate(),
                                intermediateIsAuthority)),
                new Endorsement("vcek", vcek())
            };
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the root, from one time to another; may name the intermediate's certificate. */
    Endorsement crl(Instant from, Instant until, boolean revoked, boolean byTheRoot) {
        try {
            X509v2CRLBuilder crl = new X509v2CRLBuilder(ROOT, Date.from(from)).setNextUpdate(Date.from(until));
            if (revoked) {
                crl.addCRLEntry(BigInteger.TWO, Date.from(from), CRLReason.keyCompromise);
            }
            return new Endorsement(
                    "crl",
                    crl.build(signer(byTheRoot ? root.getPrivate() : intermediate.getPrivate()))
                            .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed by the chip; zeros but for what makes it valid. */
    byte[] report(long policy, int vmpl) {
        byte[] report = new byte[1184];
        report[0] = 3;
        report[10] = (byte) (policy >> 16);
        report[0x30] = (byte) vmpl;
        report[0x34] = 1;
        for (int tcb : new int[] {0x38, 0x180, 0x1E0}) {
            report[tcb + 7] = (byte) microcode;
        }
        report[0x188] = 0x19;
        System.arraycopy(CHIP_ID, 0, report, 0x1A0, CHIP_ID.length);
        try {
            Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
            signature.initSign(chip.getPrivate());
            signature.update(report, 0, 0x2A0);
            byte[] signed = signature.sign();
            for (int i = 0; i < 48; i++) {
                report[0x2A0 + i] = signed[47 - i];
                report[0x2A0 + 72 + i] = signed[95 - i];
            }
            return report;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] vcek() throws Exception {
        JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=SEV-VCEK"), INTERMEDIATE, 0, chip.getPublic());
        builder.addExtension(new ASN1ObjectIdentifier(OID + "2"), false, new DERIA5String("Milan-B0"));
        for (String component : new String[] {"3.1", "3.2", "3.3"}) {
            builder.addExtension(new ASN1ObjectIdentifier(OID + component), false, new ASN1Integer(0));
        }
        builder.addExtension(new ASN1ObjectIdentifier(OID + "3.8"), false, new ASN1Integer(microcode));
        builder.addExtension(new Extension(new ASN1ObjectIdentifier(OID + "4"), false, CHIP_ID));
        return builder.build(signer(intermediate.getPrivate())).getEncoded();
    }

    private static byte[] certificate(
            X500Name subject, X500Name issuer, int serial, PublicKey key, PrivateKey signer, boolean authority)
            throws Exception {
        JcaX509v3CertificateBuilder builder = builder(subject, issuer, serial, key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        return builder.build(signer(signer)).getEncoded();
    }

    private static JcaX509v3CertificateBuilder builder(X500Name subject, X500Name issuer, int serial, PublicKey key) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial),
                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                Date.from(Instant.parse("2040-01-01T00:00:00Z")),
                subject,
                key);
    }

    private static ContentSigner signer(PrivateKey key) throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
