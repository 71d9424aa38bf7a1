package io.weir.cli.audit;

import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Checks the chain: sequence, hashes, signatures, and that the newest model is the one that it ends with. */
final class LedgerAudit {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private LedgerAudit() {}

    static void check(String federation, FederationRecords records, ByteBuffer publicKey, List<Finding> findings) {
        List<Located<LedgerRecord>> ledger = records.ledger();
        LedgerRecord previous = null;
        for (Located<LedgerRecord> entry : ledger) {
            LedgerRecord record = entry.value();
            link(federation, entry, Optional.ofNullable(previous), findings);
            signature(entry, publicKey, findings);
            previous = record;
        }
        int published = records.publishedForCertain();
        if (records.head().isPresent()) {
            head(records.head().get(), ledger, published, findings);
        } else if (published > 0) {
            Located<LedgerRecord> last = ledger.get(published - 1);
            findings.add(last.finding(
                    "the ledger names version " + last.value().getVersion() + ", but the models topic has no head"));
        }
    }

    private static void link(
            String federation, Located<LedgerRecord> entry, Optional<LedgerRecord> previous, List<Finding> findings) {
        LedgerRecord record = entry.value();
        String named = "ledger record " + record.getSequence() + " (version " + record.getVersion() + ") ";
        ByteBuffer hash = ByteBuffer.wrap(Digests.ledgerHash(record));
        if (!hash.equals(record.getHash())) {
            findings.add(entry.finding(
                    named + "states hash " + Digests.hex(record.getHash()) + ", its content has " + Digests.hex(hash)));
        }
        long sequence = previous.map(p -> p.getSequence() + 1).orElse(0L);
        if (record.getSequence() != sequence) {
            findings.add(entry.finding(named + "stands where sequence " + sequence + " is expected"));
        }
        ByteBuffer previousHash = previous.map(LedgerRecord::getHash).orElse(NONE);
        if (!record.getPreviousHash().equals(previousHash)) {
            findings.add(entry.finding(named + "names previous hash " + Digests.hex(record.getPreviousHash())
                    + ", the record before it has '" + Digests.hex(previousHash) + "'"));
        }
        long parent = previous.map(LedgerRecord::getVersion).orElse(-1L);
        String parentDigest = previous.map(LedgerRecord::getModelDigest).orElse("");
        if (record.getParentVersion() != parent || !record.getParentDigest().equals(parentDigest)) {
            findings.add(entry.finding(named + "names parent " + record.getParentVersion() + " "
                    + record.getParentDigest() + ", the record before it is version " + parent + " " + parentDigest));
        }
        if (!record.getFederation().equals(federation)) {
            findings.add(entry.finding(named + "is of federation '" + record.getFederation() + "'"));
        }
    }

    private static void signature(Located<LedgerRecord> entry, ByteBuffer publicKey, List<Finding> findings) {
        if (publicKey.hasRemaining()) {
            problem(entry.value(), publicKey).ifPresent(what -> findings.add(entry.finding(what)));
        }
    }

    /** What is wrong with a record's signature. */
    static Optional<String> problem(LedgerRecord record, ByteBuffer publicKey) {
        String named = "ledger record " + record.getSequence() + " (version " + record.getVersion() + ") ";
        if (!record.getSignature().hasRemaining()) {
            return Optional.of(named + "is not signed");
        }
        try {
            boolean valid = Signatures.verify(
                    Bytes.copy(publicKey),
                    record.getSignatureAlgorithm(),
                    Bytes.copy(record.getHash()),
                    Bytes.copy(record.getSignature()));
            return valid
                    ? Optional.empty()
                    : Optional.of(named + "has a signature that does not verify with the publisher's key");
        } catch (IdentityException e) {
            return Optional.of(named + "cannot be verified, the publisher's key is not usable: " + e.getMessage());
        }
    }

    /** The head is the last of the {@code published} records, or one that the ledger got while it was read. */
    private static void head(
            Located<ModelHead> head, List<Located<LedgerRecord>> records, int published, List<Finding> findings) {
        if (records.isEmpty()) {
            findings.add(
                    head.finding("the head is version " + head.value().getVersion() + ", but the ledger is empty"));
            return;
        }
        ModelHead is = head.value();
        List<Located<LedgerRecord>> newest = records.subList(Math.max(0, published - 1), records.size());
        LedgerRecord ledger = newest.stream()
                .map(Located::value)
                .filter(entry -> entry.getVersion() == is.getVersion())
                .findFirst()
                .orElse(newest.get(0).value());
        ModelHead ought = ModelHead.newBuilder(is)
                .setFederation(ledger.getFederation())
                .setVersion(ledger.getVersion())
                .setParentVersion(ledger.getParentVersion())
                .setRound(ledger.getRound())
                .setDigest(ledger.getModelDigest())
                .setParentDigest(ledger.getParentDigest())
                .setPublishedAtMs(ledger.getPublishedAtMs())
                .setParticipantsRoot(ledger.getParticipantsRoot())
                .setVerdictDigest(ledger.getVerdictDigest())
                .setConfigDigest(ledger.getConfigDigest())
                .setSoftware(ledger.getSoftware())
                .setJvm(ledger.getJvm())
                .build();
        String difference = AvroJson.difference(is, ought, List.of());
        if (!difference.isEmpty()) {
            findings.add(head.finding("the head differs from the ledger's last record: " + difference));
        }
    }
}
