package io.weir.privacy.attestation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.TcbStatus;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.naming.ldap.Rdn;

/** Finds signed collateral, checks who signed it and whether it is current, and reads fields of it. */
final class Collateral {
    private static final Rdn SIGNER = Chains.commonName("Intel SGX TCB Signing");

    private final SignedJson document;

    private Collateral(SignedJson document) {
        this.document = document;
    }

    /** The newest of the given documents that fit. */
    static Collateral find(EndorsementPool pool, String what, Predicate<JsonNode> fits) throws Refusal {
        SignedJson newest = null;
        for (SignedJson document : pool.documents()) {
            if (fits.test(document.tree()) && (newest == null || issued(newest).compareTo(issued(document)) < 0)) {
                newest = document;
            }
        }
        if (newest == null) {
            throw new Refusal(
                    Reason.COLLATERAL_MISSING,
                    what + " is not among the given files: fetch it from Intel, or let the policy say"
                            + " intel.tcb.info=unchecked");
        }
        return new Collateral(newest);
    }

    private static String issued(SignedJson document) {
        return document.tree().path("issueDate").asText();
    }

    /** Intel's signature, its certificates, and the time. */
    void verify(EndorsementPool pool, AttestationPolicy policy, Instant at) throws Refusal {
        boolean signed = false;
        Refusal chain = null;
        for (X509Certificate certificate : pool.certificates()) {
            if (isSigner(certificate)
                    && Ecdsa.verifies(Ecdsa.P256, certificate.getPublicKey(), document.body(), document.signature())) {
                signed = true;
                try {
                    checkSigner(certificate, pool, policy, at);
                    checkTime(policy, at);
                    return;
                } catch (Refusal refusal) {
                    chain = refusal;
                }
            }
        }
        if (signed) {
            throw chain;
        }
        if (pool.certificates().stream().noneMatch(Collateral::isSigner)) {
            throw new Refusal(
                    Reason.CERTIFICATE_MISSING,
                    "the certificate of Intel SGX TCB Signing, which signs collateral, is not among the given files:"
                            + " it comes in the header of Intel's response");
        }
        throw new Refusal(
                Reason.COLLATERAL_SIGNATURE,
                document.name() + ": the collateral does not bear the signature of Intel SGX TCB Signing: fetch it"
                        + " from Intel again");
    }

    private static boolean isSigner(X509Certificate certificate) {
        return Chains.isNamed(certificate, SIGNER);
    }

    private static void checkSigner(X509Certificate signer, EndorsementPool pool, AttestationPolicy policy, Instant at)
            throws Refusal {
        List<X509Certificate> chain = Chains.build(signer, pool, policy.roots(), at);
        if (policy.revocationRequired()) {
            Revocation.check(chain, pool, at);
        }
    }

    private void checkTime(AttestationPolicy policy, Instant at) throws Refusal {
        Instant from = time("issueDate");
        Instant until = time("nextUpdate");
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new Refusal(
                    Reason.COLLATERAL_EXPIRED,
                    document.name() + ": the collateral is valid from " + from + " to " + until + ", not at " + at
                            + ": fetch the current one from Intel, or check the clock",
                    Map.of(
                            "from", from.getEpochSecond(),
                            "until", until.getEpochSecond(),
                            "at", at.getEpochSecond()));
        }
        int evaluation = number(document.tree(), "tcbEvaluationDataNumber");
        if (evaluation < policy.tcbEvaluationMin()) {
            throw new Refusal(
                    Reason.COLLATERAL_EXPIRED,
                    document.name() + ": the collateral is of evaluation " + evaluation + ", the policy wants at least "
                            + policy.tcbEvaluationMin() + ": fetch the current one from Intel",
                    Map.of("evaluation", (long) evaluation, "evaluationMin", (long) policy.tcbEvaluationMin()));
        }
    }

    private Instant time(String field) throws Refusal {
        try {
            return Instant.parse(document.tree().path(field).asText());
        } catch (DateTimeException e) {
            throw malformed(field);
        }
    }

    JsonNode tree() {
        return document.tree();
    }

    int number(JsonNode node, String field) throws Refusal {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw malformed(field);
        }
        return value.intValue();
    }

    /** A version that the hardware keeps in one byte. */
    int svn(JsonNode node, String field) throws Refusal {
        int svn = number(node, field);
        if (svn > 0xFF) {
            throw malformed(field);
        }
        return svn;
    }

    byte[] hex(JsonNode node, String field, int length) throws Refusal {
        try {
            byte[] value = HexFormat.of().parseHex(node.path(field).asText());
            if (value.length == length) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(field);
        }
        throw malformed(field);
    }

    TcbStatus status(JsonNode level) throws Refusal {
        Optional<TcbStatus> status = TcbStatus.of(level.path("tcbStatus").asText());
        return status.orElseThrow(() -> malformed("tcbStatus"));
    }

    static List<String> advisories(JsonNode level) {
        List<String> advisories = new ArrayList<>();
        level.path("advisoryIDs").forEach(advisory -> advisories.add(advisory.asText()));
        return advisories;
    }

    Refusal malformed(String field) {
        return EndorsementPool.malformed(
                document.name(), "collateral whose " + field + " is missing or of another form");
    }

    static boolean sameHex(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
