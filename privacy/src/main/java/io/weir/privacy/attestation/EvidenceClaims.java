package io.weir.privacy.attestation;

import io.weir.privacy.attestation.internal.EvidenceBytes;
import io.weir.privacy.attestation.internal.Refusal;
import java.util.Optional;

/**
 * What evidence says of itself, to show to people. Nothing of it is verified: only {@link AttestationVerifier} does that.
 *
 * @param tee what made it
 * @param measurement of what was loaded, lower-case hex
 * @param reportData what it is bound to, lower-case hex
 */
public record EvidenceClaims(Tee tee, String measurement, String reportData) {
    /** Empty if it is no report or quote. */
    public static Optional<EvidenceClaims> of(byte[] evidence) {
        try {
            EvidenceBytes read = EvidenceBytes.of(evidence);
            return Optional.of(new EvidenceClaims(read.tee(), read.measurement(), read.reportData()));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }
}
