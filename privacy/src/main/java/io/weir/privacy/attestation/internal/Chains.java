package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Roots;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Certificate chains from a leaf to a pinned root. */
final class Chains {
    private static final int LENGTH_MAX = 4;
    private static final int KEY_CERT_SIGN = 5;
    private static final Set<String> ALGORITHMS = Set.of("RSASSA-PSS", "SHA256WITHECDSA", "SHA384WITHECDSA");

    private Chains() {}

    /**
     * The leaf and its issuers, the root last; each is signed by the next and valid at the time.
     *
     * @param pins what the root's key must be one of
     */
    static List<X509Certificate> build(X509Certificate leaf, EndorsementPool pool, Set<String> pins, Instant at)
            throws Refusal {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        X509Certificate last = leaf;
        while (!last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
            if (chain.size() == LENGTH_MAX) {
                throw new Refusal(
                        Reason.CERTIFICATE_SIGNATURE,
                        "the chain of " + name(leaf) + " has more than " + LENGTH_MAX + " certificates");
            }
            last = issuer(last, pool);
            chain.add(last);
        }
        if (!pins.contains(Roots.pin(last.getPublicKey()))) {
            throw new Refusal(
                    Reason.UNTRUSTED_ROOT,
                    "the chain ends in the root " + name(last) + " with key " + Roots.pin(last.getPublicKey())
                            + ", which the policy does not pin: this is not the vendor's root");
        }
        if (!signedBy(last, last)) {
            throw unsigned(last);
        }
        for (X509Certificate certificate : chain) {
            checkTime(certificate, at);
        }
        return chain;
    }

    private static X509Certificate issuer(X509Certificate of, EndorsementPool pool) throws Refusal {
        X500Principal wanted = of.getIssuerX500Principal();
        boolean found = false;
        for (X509Certificate candidate : pool.certificates()) {
            if (candidate.getSubjectX500Principal().equals(wanted)) {
                found = true;
                if (maySign(candidate) && signedBy(of, candidate)) {
                    return candidate;
                }
            }
        }
        if (found) {
            throw unsigned(of);
        }
        throw new Refusal(
                Reason.CERTIFICATE_MISSING,
                "the certificate of " + wanted.getName() + ", which issued that of " + name(of)
                        + ", is not among the given files: add it");
    }

    private static boolean maySign(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return issuer.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }

    private static boolean signedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!ALGORITHMS.contains(certificate.getSigAlgName().toUpperCase(Locale.ROOT))) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Refusal unsigned(X509Certificate certificate) {
        return new Refusal(
                Reason.CERTIFICATE_SIGNATURE,
                "the certificate of " + name(certificate)
                        + " does not bear the signature of a certificate authority named "
                        + certificate.getIssuerX500Principal().getName()
                        + ": one of both was changed, or they do not belong together");
    }

    private static void checkTime(X509Certificate certificate, Instant at) throws Refusal {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new Refusal(
                    Reason.CERTIFICATE_EXPIRED,
                    "the certificate of " + name(certificate) + " is valid from " + from + " to " + until + ", not at "
                            + at + ": fetch a new one, or check the clock",
                    Map.of(
                            "from", from.getEpochSecond(),
                            "until", until.getEpochSecond(),
                            "at", at.getEpochSecond()));
        }
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    static Rdn commonName(String name) {
        try {
            return new Rdn("CN", name);
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    static boolean isNamed(X509Certificate certificate, Rdn name) {
        try {
            return new LdapName(name(certificate)).getRdns().contains(name);
        } catch (InvalidNameException e) {
            return false;
        }
    }
}
