package io.weir.privacy.attestation;

import io.weir.privacy.attestation.internal.EndorsementPool;
import io.weir.privacy.attestation.internal.EvidenceBytes;
import io.weir.privacy.attestation.internal.Refusal;
import java.time.Instant;
import java.util.List;

/**
 * Appraises evidence. What the evidence claims is held against the policy first, then it is proven that the claims are the hardware's: certificates,
 * revocation, signatures, collateral. Accepted is only what passes all of it; a refusal names the first check that failed.
 */
public final class AttestationVerifier {
    /** Larger evidence is refused. */
    public static final int EVIDENCE_BYTES_MAX = 64 * 1024;

    private AttestationVerifier() {}

    /**
     * Appraises one piece of evidence; the same arguments give the same result anywhere.
     *
     * @param evidence a SEV-SNP report (1184 bytes), a DCAP quote of version 3 to 5, or a simulator's evidence; raw or in hexadecimal digits
     * @param endorsements certificates, revocation lists and collateral, in any order; more than needed does no harm
     * @param at the time at which everything must be valid
     */
    public static Appraisal verify(
            byte[] evidence, List<Endorsement> endorsements, AttestationPolicy policy, Instant at) {
        try {
            EvidenceBytes read = EvidenceBytes.of(evidence);
            if (!policy.tees().contains(read.tee())) {
                throw new Refusal(
                        Reason.TEE_NOT_ACCEPTED,
                        "the evidence is of " + read.tee().word() + ", the policy accepts only "
                                + policy.tees().stream().map(Tee::word).sorted().toList()
                                + (read.tee() == Tee.SIMULATOR ? ": a simulator protects nothing" : ""));
            }
            return new Appraisal.Accepted(read.appraise(EndorsementPool.read(endorsements), policy, at));
        } catch (Refusal refusal) {
            return refusal.appraisal();
        }
    }
}
