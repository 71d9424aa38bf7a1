package io.weir.publisher.internal;

import io.weir.publisher.CorruptModelException;
import io.weir.publisher.LedgerSigner;
import io.weir.publisher.PublisherException;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelHead;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Links ledger records by their hashes. */
final class LedgerChain {
    static {
        WireTrust.install();
    }

    private LedgerChain() {}

    /** The record of {@code head} that follows {@code previous}; not signed. */
    static LedgerRecord append(Optional<LedgerRecord> previous, ModelHead head, ByteBuffer aggregateDigest) {
        ByteBuffer none = ByteBuffer.allocate(0);
        LedgerRecord.Builder builder = LedgerRecord.newBuilder()
                .setFederation(head.getFederation())
                .setSequence(previous.map(p -> p.getSequence() + 1).orElse(0L))
                .setPreviousHash(previous.map(LedgerRecord::getHash).orElse(none))
                .setRound(head.getRound())
                .setVersion(head.getVersion())
                .setParentVersion(head.getParentVersion())
                .setModelDigest(head.getDigest())
                .setParentDigest(head.getParentDigest())
                .setParticipantsRoot(head.getParticipantsRoot())
                .setVerdictDigest(head.getVerdictDigest())
                .setAggregateDigest(aggregateDigest)
                .setConfigDigest(head.getConfigDigest())
                .setSoftware(head.getSoftware())
                .setJvm(head.getJvm())
                .setPublishedAtMs(head.getPublishedAtMs())
                .setHash(none)
                .setSignatureAlgorithm("")
                .setSignature(none);
        // The hash does not cover itself.
        byte[] hash = Digests.ledgerHash(builder.build());
        return builder.setHash(ByteBuffer.wrap(hash)).build();
    }

    /** The same record with a signature of its hash. */
    static LedgerRecord signed(LedgerRecord ledger, LedgerSigner signer) {
        byte[] hash = Bytes.copy(ledger.getHash());
        return LedgerRecord.newBuilder(ledger)
                .setSignatureAlgorithm(signer.algorithm())
                .setSignature(ByteBuffer.wrap(signer.sign(hash)))
                .build();
    }

    /**
     * Checks that records are signed if, and only if, the settings name the key.
     *
     * @throws PublisherException saying what to start the publisher with
     */
    static void requireSigner(FederationSettings settings, Optional<LedgerSigner> signer) {
        ByteBuffer key = settings.getLedgerPublicKey();
        boolean right =
                signer.map(s -> ByteBuffer.wrap(s.publicKey()).equals(key)).orElse(!key.hasRemaining());
        if (!right) {
            throw new PublisherException("federation '" + settings.getFederation() + "' "
                    + (key.hasRemaining()
                            ? "signs its ledger with the key whose SHA-256 is "
                                    + Digests.hex(ByteBuffer.wrap(Digests.sha256(key)))
                                    + ": start the publisher with --identity and the directory that holds it"
                            : "does not sign its ledger: start the publisher without --identity, or create the"
                                    + " federation with --publisher-certificate"));
        }
    }

    /** Checks that the ledger's last record is intact and names the head. */
    static void requireNames(LedgerRecord last, ModelHead head) {
        byte[] hash = Digests.ledgerHash(last);
        if (!last.getHash().equals(ByteBuffer.wrap(hash))) {
            throw new CorruptModelException("the ledger's record " + last.getSequence() + " has hash "
                    + Digests.hex(last.getHash()) + ", its content has " + Digests.hex(ByteBuffer.wrap(hash)));
        }
        if (last.getVersion() != head.getVersion() || !last.getModelDigest().equals(head.getDigest())) {
            throw new CorruptModelException("the ledger ends with version " + last.getVersion() + ", digest "
                    + last.getModelDigest() + "; the head is version " + head.getVersion() + ", digest "
                    + head.getDigest());
        }
    }
}
