package io.weir.privacy.attestation;

import java.util.List;

/**
 * What an environment offers to a verifier.
 *
 * @param tee what made it, as the provider says; the verifier looks for itself
 * @param bytes the report or quote
 * @param endorsements certificates that the host handed over with it; the verifier trusts them no more than others
 */
public record Evidence(Tee tee, byte[] bytes, List<Endorsement> endorsements) {
    /** Copies the list. */
    public Evidence {
        endorsements = List.copyOf(endorsements);
    }
}
