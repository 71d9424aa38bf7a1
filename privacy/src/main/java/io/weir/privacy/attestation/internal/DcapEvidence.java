package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Facts;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Tee;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Appraises a quote of SGX or TDX, as Intel's quote verification library does. */
record DcapEvidence(DcapQuote quote) implements EvidenceBytes {
    private static final int DIGEST_BYTES = 32;

    @Override
    public Tee tee() {
        return quote.body() instanceof DcapQuote.Body.Domain ? Tee.TDX : Tee.SGX;
    }

    @Override
    public String measurement() {
        return QuotedClaims.of(quote.body()).measurement();
    }

    @Override
    public String reportData() {
        return QuotedClaims.of(quote.body()).reportData();
    }

    @Override
    public Facts appraise(EndorsementPool pool, AttestationPolicy policy, Instant at) throws Refusal {
        QuotedClaims claims = QuotedClaims.of(quote.body());
        checkTrailing(policy);
        claims.check(policy);
        if (quote.certificates().isPresent()) {
            pool.addChain("the quote", quote.certificates().get());
        }
        X509Certificate pck = pck(pool);
        List<X509Certificate> chain = Chains.build(pck, pool, policy.roots(), at);
        if (policy.revocationRequired()) {
            Revocation.check(chain, pool, at);
        }
        checkSignatures(pck);
        PckExtension extension = PckExtension.of(pck);
        Optional<Level> level =
                policy.tcbRequired() ? Optional.of(level(extension, pool, policy, at)) : Optional.empty();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("quote_version", String.valueOf(quote.version()));
        details.putAll(claims.details());
        return new Facts(
                tee(),
                "FMSPC " + extension.fmspc(),
                claims.measurement(),
                claims.reportData(),
                details,
                level.map(Level::status),
                level.map(Level::advisories).orElse(List.of()),
                unchecked(policy));
    }

    private void checkTrailing(AttestationPolicy policy) throws Refusal {
        if (quote.hasTrailing() && !policy.trailingBytesAllowed()) {
            throw new Refusal(
                    Reason.MALFORMED_EVIDENCE,
                    "bytes other than zeros follow the quote, which no signature covers: cut them off, or let the"
                            + " policy say trailing.bytes=any");
        }
    }

    /** The processor's certificate: the quote's own, or the given one. */
    private static X509Certificate pck(EndorsementPool pool) throws Refusal {
        X509Certificate found = null;
        for (X509Certificate certificate : pool.certificates()) {
            // The quote's certificates were added last.
            found = PckExtension.recognises(certificate) ? certificate : found;
        }
        if (found == null) {
            throw new Refusal(
                    Reason.CERTIFICATE_MISSING,
                    "the processor's certificate (PCK) is neither in the quote nor among the given files: fetch it"
                            + " from Intel");
        }
        return found;
    }

    private void checkSignatures(X509Certificate pck) throws Refusal {
        if (!Ecdsa.verifies(Ecdsa.P256, pck.getPublicKey(), quote.qeReportBytes(), quote.qeSignature())) {
            throw new Refusal(
                    Reason.QE_REPORT_SIGNATURE,
                    "the quoting enclave's report does not bear the signature of the processor's key");
        }
        byte[] wanted = Arrays.copyOf(keyDigest(), 2 * DIGEST_BYTES);
        if (!Arrays.equals(wanted, quote.qeReport().reportData())) {
            throw new Refusal(
                    Reason.ATTESTATION_KEY_MISMATCH,
                    "the quoting enclave vouches for the key and data of digest "
                            + HexFormat.of().formatHex(quote.qeReport().reportData(), 0, DIGEST_BYTES)
                            + ", the quote carries others");
        }
        if (!attestationKeySigned()) {
            throw new Refusal(
                    Reason.EVIDENCE_SIGNATURE,
                    "the quote does not bear the signature of the attestation key: it was changed, or made up");
        }
    }

    private byte[] keyDigest() {
        ByteArrayOutputStream bound = new ByteArrayOutputStream();
        bound.writeBytes(quote.attestationKey());
        bound.writeBytes(quote.qeAuthenticationData());
        try {
            return MessageDigest.getInstance("SHA-256").digest(bound.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private boolean attestationKeySigned() {
        try {
            return Ecdsa.verifies(Ecdsa.P256, Ecdsa.p256(quote.attestationKey()), quote.signed(), quote.signature());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Level level(PckExtension extension, EndorsementPool pool, AttestationPolicy policy, Instant at)
            throws Refusal {
        QeIdentity identity = QeIdentity.find(pool, tee());
        identity.collateral().verify(pool, policy, at);
        TcbInfo info = TcbInfo.find(pool, tee(), extension);
        info.collateral().verify(pool, policy, at);
        Level platform = quote.body() instanceof DcapQuote.Body.Domain domain
                ? info.appraise(extension, domain.report())
                : info.appraise(extension);
        Level level = platform.with(identity.appraise(quote.qeReport()));
        if (!policy.tcbStatuses().contains(level.status())) {
            throw new Refusal(
                    Reason.TCB_STATUS_NOT_ACCEPTED,
                    "Intel's status of this firmware is " + level.status().word() + " with advisories "
                            + level.advisories() + ", the policy accepts "
                            + policy.tcbStatuses().stream()
                                    .map(status -> status.word())
                                    .sorted()
                                    .toList()
                            + ": the host must update it, or the policy accept it");
        }
        return level;
    }

    private static List<String> unchecked(AttestationPolicy policy) {
        List<String> unchecked = new ArrayList<>();
        if (!policy.revocationRequired()) {
            unchecked.add("revocation");
        }
        if (!policy.tcbRequired()) {
            unchecked.add("intel.tcb.info");
        }
        return unchecked;
    }
}
