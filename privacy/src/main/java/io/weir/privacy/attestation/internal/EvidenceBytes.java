package io.weir.privacy.attestation.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.AttestationVerifier;
import io.weir.privacy.attestation.Facts;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Tee;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Evidence that was parsed, of whichever kind. */
public sealed interface EvidenceBytes permits SnpEvidence, DcapEvidence, SimulatorEvidence {
    /** What made it, as it says. */
    Tee tee();

    /** Of what was loaded, as it says; lower-case hex. */
    String measurement();

    /** What it is bound to, as it says; lower-case hex. */
    String reportData();

    /** Every check; returns if all hold. */
    Facts appraise(EndorsementPool pool, AttestationPolicy policy, Instant at) throws Refusal;

    /** Recognises and parses. */
    static EvidenceBytes of(byte[] given) throws Refusal {
        if (given.length > AttestationVerifier.EVIDENCE_BYTES_MAX) {
            throw new Refusal(
                    Reason.MALFORMED_EVIDENCE,
                    "the evidence has " + given.length + " bytes: allowed are at most "
                            + AttestationVerifier.EVIDENCE_BYTES_MAX,
                    Map.of(
                            "bytes", (long) given.length,
                            "bytesMax", (long) AttestationVerifier.EVIDENCE_BYTES_MAX));
        }
        byte[] bytes = raw(given);
        if (SimulatorEvidence.recognises(bytes)) {
            return SimulatorEvidence.parse(bytes);
        }
        return bytes.length == SnpReport.BYTES && !DcapQuote.recognises(bytes)
                ? new SnpEvidence(SnpReport.parse(bytes))
                : new DcapEvidence(DcapQuote.parse(bytes));
    }

    private static byte[] raw(byte[] given) {
        String text = new String(given, US_ASCII).strip();
        boolean hex = !text.isEmpty()
                && text.length() % 2 == 0
                && text.chars().allMatch(digit -> Character.digit(digit, 16) >= 0);
        return hex ? HexFormat.of().parseHex(text) : given;
    }
}
