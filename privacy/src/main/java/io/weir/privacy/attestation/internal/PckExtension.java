package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * What a PCK certificate says of its processor (Intel SGX PCK certificate and CRL profile, section 1.3.5).
 *
 * @param fmspc family of processors that share TCB info; 12 hexadecimal digits
 * @param components the 16 security versions
 */
record PckExtension(String fmspc, String pceId, int[] components, int pceSvn) {
    private static final String OID = "1.2.840.113741.1.13.1";
    private static final int COMPONENTS = 16;

    static boolean recognises(X509Certificate certificate) {
        return certificate.getExtensionValue(OID) != null;
    }

    static PckExtension of(X509Certificate certificate) throws Refusal {
        try {
            Map<String, ASN1Encodable> values = values(ASN1OctetString.getInstance(certificate.getExtensionValue(OID))
                    .getOctets());
            Map<String, ASN1Encodable> tcb = values(
                    ASN1Sequence.getInstance(required(values.get(OID + ".2"))).getEncoded());
            int[] components = new int[COMPONENTS];
            for (int i = 0; i < COMPONENTS; i++) {
                components[i] = number(tcb.get(OID + ".2." + (i + 1)));
            }
            return new PckExtension(
                    octets(values.get(OID + ".4"), 6),
                    octets(values.get(OID + ".3"), 2),
                    components,
                    number(tcb.get(OID + ".2." + (COMPONENTS + 1))));
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new Refusal(
                    Reason.MALFORMED_ENDORSEMENT,
                    "the PCK certificate's SGX extension lacks FMSPC, PCE or TCB, or has another form: fetch it from"
                            + " Intel again");
        }
    }

    /** A sequence of pairs of identifier and value. */
    private static Map<String, ASN1Encodable> values(byte[] der) {
        Map<String, ASN1Encodable> values = new HashMap<>();
        for (ASN1Encodable element : ASN1Sequence.getInstance(der)) {
            ASN1Sequence pair = ASN1Sequence.getInstance(element);
            String oid = ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0)).getId();
            if (values.put(oid, pair.getObjectAt(1)) != null) {
                throw new IllegalArgumentException(oid + " twice");
            }
        }
        return values;
    }

    private static int number(ASN1Encodable value) {
        int number = ASN1Integer.getInstance(required(value)).intValueExact();
        if (number < 0) {
            throw new IllegalArgumentException("negative version");
        }
        return number;
    }

    private static String octets(ASN1Encodable value, int length) {
        byte[] octets = ASN1OctetString.getInstance(required(value)).getOctets();
        if (octets.length != length) {
            throw new IllegalArgumentException(octets.length + " bytes");
        }
        return HexFormat.of().formatHex(octets);
    }

    private static ASN1Encodable required(ASN1Encodable value) {
        if (value == null) {
            throw new IllegalArgumentException("a value is missing");
        }
        return value;
    }
}
