package io.weir.aggregator.internal.slice;

import io.weir.privacy.identity.SignatureMemo;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.wire.CohortMember;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a commit against its round: first who signed it, then what it says. */
final class CommitChecks {
    /** More examples than any bank has rows, for sure. */
    static final long EXAMPLES_MAX = 1_000_000_000_000L;

    /** Every task of this process checks the same commits. */
    private static final SignatureMemo SIGNATURES = new SignatureMemo(4096);

    private final RoundOpened opened;
    private final Map<String, byte[]> publicKeys = new HashMap<>();

    CommitChecks(RoundOpened opened) {
        this.opened = opened;
        for (CohortMember member : opened.getCohort()) {
            publicKeys.put(member.getParticipant(), Bytes.copy(member.getPublicKey()));
        }
    }

    boolean isMember(String participant) {
        return publicKeys.containsKey(participant);
    }

    /** What speaks against believing that the named participant wrote the commit; empty if its signature is valid. */
    Optional<Refusal> authenticate(UpdateCommit commit, byte[] commitDigest) {
        if (commit.getSignature().remaining() == 0) {
            return refuse(ReasonCode.UNSIGNED, "the commit carries no signature");
        }
        boolean valid = SIGNATURES.verify(
                publicKeys.get(commit.getParticipant()),
                commit.getSignatureAlgorithm(),
                commitDigest,
                Bytes.copy(commit.getSignature()));
        return valid
                ? Optional.empty()
                : refuse(
                        ReasonCode.BAD_SIGNATURE,
                        "the signature does not verify with the key that '" + commit.getParticipant()
                                + "' is enrolled with");
    }

    /** What is wrong in an authentic commit; empty if nothing is. */
    Optional<Refusal> check(UpdateCommit commit) {
        if (!commit.getFederation().equals(opened.getFederation())) {
            return refuse(ReasonCode.WRONG_FEDERATION, "the commit is for federation '" + commit.getFederation() + "'");
        }
        if (commit.getRound() != opened.getRound()) {
            return refuse(
                    ReasonCode.WRONG_ROUND,
                    "the commit is for round " + commit.getRound() + " and lies in the topic of round "
                            + opened.getRound(),
                    Map.of("round", (double) commit.getRound(), "expectedRound", (double) opened.getRound()));
        }
        if (commit.getBaseVersion() != opened.getBaseVersion()) {
            return refuse(
                    ReasonCode.STALE_BASE_VERSION,
                    "trained from version " + commit.getBaseVersion() + "; round " + opened.getRound()
                            + " starts from version " + opened.getBaseVersion() + ". Read the newest head first",
                    Map.of(
                            "baseVersion", (double) commit.getBaseVersion(),
                            "expectedBaseVersion", (double) opened.getBaseVersion()));
        }
        if (!commit.getBaseDigest().equals(opened.getBaseDigest())) {
            return refuse(
                    ReasonCode.WRONG_BASE_DIGEST,
                    "trained from a model with digest " + commit.getBaseDigest() + "; version "
                            + opened.getBaseVersion() + " has " + opened.getBaseDigest(),
                    Map.of("baseVersion", (double) opened.getBaseVersion()));
        }
        if (commit.getChunkCount() != opened.getChunkCount()
                || commit.getChunkHashes().size() != opened.getChunkCount()) {
            return refuse(
                    ReasonCode.WRONG_SHAPE,
                    "the commit names " + commit.getChunkHashes().size() + " chunks; the model has "
                            + opened.getChunkCount() + " (" + opened.getParameterCount() + " parameters)",
                    Map.of(
                            "chunkCount", (double) commit.getChunkHashes().size(),
                            "expectedChunkCount", (double) opened.getChunkCount()));
        }
        List<byte[]> hashes = commit.getChunkHashes().stream().map(Bytes::copy).toList();
        if (!ByteBuffer.wrap(MerkleTree.root(hashes)).equals(commit.getMerkleRoot())) {
            return refuse(ReasonCode.HASH_MISMATCH, "the Merkle root is not that of the commit's chunk hashes");
        }
        if (commit.getExamples() < 1
                || commit.getExamples() > EXAMPLES_MAX
                || commit.getWeight() < 1
                || commit.getWeight() > opened.getWeightMax()) {
            return refuse(
                    ReasonCode.BAD_WEIGHT,
                    "examples " + commit.getExamples() + ", weight " + commit.getWeight() + "; allowed are 1 to "
                            + EXAMPLES_MAX + " examples and a weight of 1 to " + opened.getWeightMax(),
                    Map.of(
                            "examples", (double) commit.getExamples(),
                            "examplesMax", (double) EXAMPLES_MAX,
                            "weight", (double) commit.getWeight(),
                            "weightMax", (double) opened.getWeightMax()));
        }
        return Optional.empty();
    }

    static byte[] digest(UpdateCommit commit) {
        return Digests.commitDigest(commit);
    }

    private static Optional<Refusal> refuse(ReasonCode reason, String detail) {
        return refuse(reason, detail, Map.of());
    }

    private static Optional<Refusal> refuse(ReasonCode reason, String detail, Map<String, Double> evidence) {
        return Optional.of(new Refusal(reason, detail, evidence));
    }
}
