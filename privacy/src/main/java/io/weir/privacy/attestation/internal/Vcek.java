package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

/** A chip's endorsement key (VCEK) and what its certificate's extensions say (AMD 57230, table 8). */
record Vcek(X509Certificate certificate, SnpProduct product, byte[] hwid, SnpTcb tcb) {
    private static final String OID = "1.3.6.1.4.1.3704.1.";
    private static final String HWID = OID + "4";

    static boolean recognises(X509Certificate certificate) {
        return certificate.getExtensionValue(HWID) != null;
    }

    static Vcek of(X509Certificate certificate) throws Refusal {
        if (!(value(certificate, "2") instanceof ASN1IA5String productName)) {
            throw malformed(OID + "2", null);
        }
        String name = productName.getString();
        SnpProduct product = SnpProduct.of(name)
                .orElseThrow(() -> new Refusal(
                        Reason.UNSUPPORTED_EVIDENCE,
                        "the certificate is of the product " + name + ": known here are "
                                + Arrays.stream(SnpProduct.values())
                                        .map(SnpProduct::word)
                                        .toList()));
        return new Vcek(
                certificate,
                product,
                octets(certificate, HWID),
                new SnpTcb(
                        product == SnpProduct.TURIN ? number(certificate, "3.9") : 0,
                        number(certificate, "3.1"),
                        number(certificate, "3.2"),
                        number(certificate, "3.3"),
                        number(certificate, "3.8")));
    }

    private static int number(X509Certificate certificate, String oid) throws Refusal {
        if (value(certificate, oid) instanceof ASN1Integer number
                && number.getValue().signum() >= 0
                && number.getValue().bitLength() <= Byte.SIZE) {
            return number.getValue().intValue();
        }
        throw malformed(OID + oid, null);
    }

    private static ASN1Primitive value(X509Certificate certificate, String oid) throws Refusal {
        try {
            return ASN1Primitive.fromByteArray(octets(certificate, OID + oid));
        } catch (IOException | IllegalArgumentException e) {
            throw malformed(OID + oid, e);
        }
    }

    private static byte[] octets(X509Certificate certificate, String oid) throws Refusal {
        byte[] extension = certificate.getExtensionValue(oid);
        if (extension == null) {
            throw malformed(oid, null);
        }
        return ASN1OctetString.getInstance(extension).getOctets();
    }

    private static Refusal malformed(String oid, Exception cause) {
        return new Refusal(
                Reason.MALFORMED_ENDORSEMENT,
                "the VCEK certificate's extension " + oid + " is missing or no such value"
                        + (cause == null ? "" : " (" + cause.getMessage() + ")") + ": fetch it from AMD again");
    }
}
