package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Endorsement;
import io.weir.privacy.attestation.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What vendors published, sorted by kind; none of it is trusted yet. */
public final class EndorsementPool {
    private static final int COUNT_MAX = 256;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<X509CRL> crls = new ArrayList<>();
    private final List<SignedJson> documents = new ArrayList<>();

    private EndorsementPool() {}

    /** Reads files, whatever each holds. */
    public static EndorsementPool read(List<Endorsement> endorsements) throws Refusal {
        if (endorsements.size() > COUNT_MAX) {
            throw malformed("the endorsements", endorsements.size() + " files: at most " + COUNT_MAX + " are read");
        }
        EndorsementPool pool = new EndorsementPool();
        for (Endorsement endorsement : endorsements) {
            pool.add(endorsement.name(), endorsement.content());
        }
        return pool;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<X509CRL> crls() {
        return crls;
    }

    List<SignedJson> documents() {
        return documents;
    }

    private void add(String name, byte[] content) throws Refusal {
        String text = new String(content, StandardCharsets.ISO_8859_1).strip();
        if (text.startsWith("{")) {
            addJson(name, content);
        } else if (text.contains("-----BEGIN ")) {
            addPem(name, text);
        } else if (!text.isEmpty() && text.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
            addDer(name, hex(name, text));
        } else {
            addDer(name, content);
        }
    }

    private void addJson(String name, byte[] content) throws Refusal {
        CollateralFile file = CollateralFile.read(name, content);
        documents.addAll(file.documents());
        for (String pem : file.chains()) {
            addPem(name, pem);
        }
        for (String crl : file.crls()) {
            crls.add(crl(name, hex(name, crl)));
        }
    }

    /** The chain that a quote carries: PEM, or DER certificates one after the other. */
    void addChain(String name, byte[] chain) throws Refusal {
        String text = new String(chain, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ")) {
            addPem(name, text);
            return;
        }
        ByteArrayInputStream in = new ByteArrayInputStream(chain);
        try {
            while (in.available() > 0) {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        } catch (CertificateException e) {
            throw malformed(name, "something that is no chain of certificates (" + e.getMessage() + ")");
        }
    }

    private void addPem(String name, String text) throws Refusal {
        Matcher blocks = PEM.matcher(text);
        boolean any = false;
        while (blocks.find()) {
            any = true;
            byte[] der = base64(name, blocks.group(2));
            switch (blocks.group(1)) {
                case "CERTIFICATE" -> certificates.add(certificate(name, der));
                case "X509 CRL" -> crls.add(crl(name, der));
                default -> throw malformed(name, "a PEM block '" + blocks.group(1) + "': give certificates and CRLs");
            }
        }
        if (!any) {
            throw malformed(name, "a PEM block that does not end, or holds other characters than base64");
        }
    }

    private void addDer(String name, byte[] der) throws Refusal {
        // Both are SEQUENCEs; the to-be-signed part of a certificate begins with its version, of a CRL with an INTEGER.
        try {
            certificates.add(parse(der));
        } catch (CertificateException e) {
            crls.add(crl(name, der));
        }
    }

    private static X509Certificate certificate(String name, byte[] der) throws Refusal {
        try {
            return parse(der);
        } catch (CertificateException e) {
            throw malformed(name, "something that is no X.509 certificate (" + e.getMessage() + ")");
        }
    }

    private static X509Certificate parse(byte[] der) throws CertificateException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate certificate =
                (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        if (in.available() > 0) {
            throw new CertificateException("bytes follow the certificate");
        }
        return certificate;
    }

    private static X509CRL crl(String name, byte[] der) throws Refusal {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        } catch (CertificateException | CRLException e) {
            throw malformed(name, "neither an X.509 certificate nor a revocation list (" + e.getMessage() + ")");
        }
    }

    private static byte[] base64(String name, String text) throws Refusal {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw malformed(name, "a PEM block that is no base64");
        }
    }

    private static byte[] hex(String name, String digits) throws Refusal {
        try {
            return HexFormat.of().parseHex(digits.strip());
        } catch (IllegalArgumentException e) {
            throw malformed(name, "hexadecimal digits of which one is missing or wrong");
        }
    }

    static Refusal malformed(String name, String what) {
        return new Refusal(Reason.MALFORMED_ENDORSEMENT, name + " holds " + what + ": fetch it from the vendor again");
    }
}
