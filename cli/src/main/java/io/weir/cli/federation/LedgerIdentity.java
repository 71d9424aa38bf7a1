package io.weir.cli.federation;

import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.publisher.LedgerSigner;

/**
 * Signs ledger records with an identity of the kind that participants have.
 *
 * @param identity the publisher's
 */
public record LedgerIdentity(ParticipantIdentity identity) implements LedgerSigner {
    @Override
    public String algorithm() {
        return identity.signatureAlgorithm();
    }

    @Override
    public byte[] publicKey() {
        return identity.publicKey();
    }

    @Override
    public byte[] sign(byte[] hash) {
        return identity.sign(hash);
    }
}
