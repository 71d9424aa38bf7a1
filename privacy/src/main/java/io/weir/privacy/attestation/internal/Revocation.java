package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a certificate was revoked, by the newest list of its issuer. */
final class Revocation {
    private Revocation() {}

    /** Checks the certificates of a chain below its root. */
    static void check(List<X509Certificate> chain, EndorsementPool pool, Instant at) throws Refusal {
        for (int i = 0; i + 1 < chain.size(); i++) {
            check(chain.get(i), chain.get(i + 1), pool, at);
        }
    }

    /** Checks one certificate against the list of its issuer. */
    static void check(X509Certificate certificate, X509Certificate issuer, EndorsementPool pool, Instant at)
            throws Refusal {
        Optional<X509CRL> newest = pool.crls().stream()
                .filter(crl -> crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
                .max(Comparator.comparing(X509CRL::getThisUpdate));
        if (newest.isEmpty()) {
            throw new Refusal(
                    Reason.CRL_MISSING,
                    "the revocation list of " + Chains.name(issuer)
                            + " is not among the given files: add it, or let the policy say revocation=unchecked");
        }
        X509CRL crl = newest.get();
        verify(crl, issuer);
        checkTime(crl, issuer, at);
        if (crl.isRevoked(certificate)) {
            throw new Refusal(
                    Reason.CERTIFICATE_REVOKED,
                    "the certificate of " + Chains.name(certificate) + " with serial number "
                            + certificate.getSerialNumber().toString(16) + " was revoked by "
                            + Chains.name(issuer) + ": do not trust this machine");
        }
    }

    private static void verify(X509CRL crl, X509Certificate issuer) throws Refusal {
        try {
            crl.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new Refusal(
                    Reason.CRL_SIGNATURE,
                    "the revocation list of " + Chains.name(issuer)
                            + " does not bear its signature: fetch it from the vendor again");
        }
    }

    private static void checkTime(X509CRL crl, X509Certificate issuer, Instant at) throws Refusal {
        Instant from = crl.getThisUpdate().toInstant();
        Instant until = crl.getNextUpdate() == null ? from : crl.getNextUpdate().toInstant();
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new Refusal(
                    Reason.CRL_EXPIRED,
                    "the revocation list of " + Chains.name(issuer) + " is valid from " + from + " to " + until
                            + ", not at " + at + ": fetch the current one, or check the clock",
                    Map.of(
                            "from", from.getEpochSecond(),
                            "until", until.getEpochSecond(),
                            "at", at.getEpochSecond()));
        }
    }
}
