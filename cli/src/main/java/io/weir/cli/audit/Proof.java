package io.weir.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.wire.LedgerRecord;
import io.weir.wire.Rejection;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What shows a participant, without any connection, that its update was counted once, or why it was not.
 *
 * @param ledger the signed record of the round
 * @param verdict whose digest the ledger names
 * @param inclusion that the update was whole when the round was sealed; empty if it was not
 * @param commit what the participant signed; empty if its round topic was not retained
 */
record Proof(
        String participant,
        LedgerRecord ledger,
        Verdict verdict,
        Optional<Inclusion> inclusion,
        Optional<UpdateCommit> commit) {
    static final String FORMAT = "weir-proof-v1";

    /** An audit path (RFC 6962, section 2.1.1) from a commit's digest to the ledger's participants' root. */
    record Inclusion(byte[] commitDigest, int leafIndex, int leafCount, List<byte[]> path) {}

    /** What became of the update. */
    enum Outcome {
        ADMITTED,
        REJECTED
    }

    ObjectNode toJson() {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("participant", participant)
                .put("round", verdict.getRound());
        document.set("ledger", AvroJson.of(ledger));
        document.set("verdict", AvroJson.of(verdict));
        inclusion.ifPresent(found -> {
            ObjectNode node = document.putObject("inclusion")
                    .put("commitDigest", HexFormat.of().formatHex(found.commitDigest()))
                    .put("leafIndex", found.leafIndex())
                    .put("leafCount", found.leafCount());
            ArrayNode path = node.putArray("path");
            found.path().forEach(hash -> path.add(HexFormat.of().formatHex(hash)));
        });
        commit.ifPresent(found -> document.set("commit", AvroJson.of(found)));
        return document;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the document is no proof
     */
    static Proof of(JsonNode document) {
        if (!document.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the document's format is '" + document.path("format").asText() + "', not " + FORMAT);
        }
        return new Proof(
                document.path("participant").asText(),
                AvroJson.to(document.get("ledger"), LedgerRecord.class),
                AvroJson.to(document.get("verdict"), Verdict.class),
                Optional.ofNullable(document.get("inclusion")).map(Proof::inclusion),
                Optional.ofNullable(document.get("commit")).map(node -> AvroJson.to(node, UpdateCommit.class)));
    }

    private static Inclusion inclusion(JsonNode node) {
        List<byte[]> path = new ArrayList<>();
        node.path("path").forEach(hash -> path.add(AvroJson.hex(hash, "path")));
        return new Inclusion(
                AvroJson.hex(node.get("commitDigest"), "commitDigest"),
                node.path("leafIndex").asInt(-1),
                node.path("leafCount").asInt(-1),
                path);
    }

    Outcome outcome() {
        return admissions() > 0 ? Outcome.ADMITTED : Outcome.REJECTED;
    }

    Optional<Rejection> rejection() {
        return verdict.getRejected().stream()
                .filter(rejection -> rejection.getParticipant().equals(participant))
                .findFirst();
    }

    private long admissions() {
        return verdict.getAdmitted().stream()
                .filter(admission -> admission.getParticipant().equals(participant))
                .count();
    }

    /**
     * What does not hold; empty if the proof holds.
     *
     * @param publisherKey SubjectPublicKeyInfo, DER; without it the ledger record's origin is not proven
     */
    List<String> problems(Optional<byte[]> publisherKey) {
        List<String> problems = new ArrayList<>();
        if (!ByteBuffer.wrap(Digests.ledgerHash(ledger)).equals(ledger.getHash())) {
            problems.add("the ledger record's hash is not that of its content");
        }
        publisherKey
                .flatMap(key -> LedgerAudit.problem(ledger, ByteBuffer.wrap(key)))
                .ifPresent(problems::add);
        if (!ByteBuffer.wrap(Digests.verdictDigest(verdict)).equals(ledger.getVerdictDigest())) {
            problems.add("the verdict's digest is not the one that the ledger names");
        }
        if (verdict.getRound() != ledger.getRound()) {
            problems.add("verdict and ledger record are of different rounds");
        }
        long rejections = verdict.getRejected().stream()
                .filter(rejection -> rejection.getParticipant().equals(participant))
                .count();
        if (admissions() + rejections != 1) {
            problems.add(
                    "the verdict decides " + (admissions() + rejections) + " times on " + participant + ", not once");
        }
        if (inclusion.isEmpty() && admissions() > 0) {
            problems.add("the update was admitted, but no audit path shows it among the sealed updates");
        }
        inclusion.ifPresent(found -> check(found, problems));
        return problems;
    }

    private void check(Inclusion found, List<String> problems) {
        byte[] root = Bytes.copy(ledger.getParticipantsRoot());
        if (!MerkleTree.verify(root, found.commitDigest(), found.leafIndex(), found.leafCount(), found.path())) {
            problems.add("the audit path does not lead from the commit's digest to the ledger's participants' root");
        }
        commit.ifPresent(whole -> {
            if (!ByteBuffer.wrap(Digests.commitDigest(whole)).equals(ByteBuffer.wrap(found.commitDigest()))) {
                problems.add("the commit's digest is not the leaf of the audit path");
            }
            if (!whole.getParticipant().equals(participant) || whole.getRound() != ledger.getRound()) {
                problems.add("the commit is that of " + whole.getParticipant() + " for round " + whole.getRound());
            }
        });
    }
}
