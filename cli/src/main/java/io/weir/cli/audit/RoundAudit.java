package io.weir.cli.audit;

import io.weir.aggregator.ParticipantTerms;
import io.weir.aggregator.audit.CommitteeLog;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RecomputedRound;
import io.weir.aggregator.audit.RecordedHistory;
import io.weir.aggregator.audit.RefusedRecord;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.aggregator.audit.SumScale;
import io.weir.cli.audit.AuditReport.Extent;
import io.weir.cli.audit.AuditReport.RoundCheck;
import io.weir.guard.history.History;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.AggregateSlice;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SecureBackend;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds one published round against the ledger, and computes it again from its topic. */
final class RoundAudit {
    private static final int HASH_BYTES = 32;

    private final FederationRecords records;
    private final AuditSource source;
    private final RoundRecomputation recomputation;
    private final RecomputationPlan plan;
    private final ModelAudit models;
    private final Located<LedgerRecord> ledger;
    private final SealedRoundAudit attested;
    private final CommitteeTopic committee;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notRetained = new ArrayList<>();
    private Optional<Finding> verdictFinding = Optional.empty();

    RoundAudit(
            FederationRecords records,
            AuditSource source,
            RoundRecomputation recomputation,
            RecomputationPlan plan,
            ModelAudit models,
            SealedRoundAudit attested,
            CommitteeTopic committee,
            Located<LedgerRecord> ledger) {
        this.attested = attested;
        this.committee = committee;
        this.records = records;
        this.source = source;
        this.recomputation = recomputation;
        this.plan = plan;
        this.models = models;
        this.ledger = ledger;
    }

    RoundCheck check(List<Finding> all) {
        long round = ledger.value().getRound();
        Extent extent = Extent.RECORDS;
        Optional<Located<RoundSealed>> sealed = records.sealed(round);
        if (sealed.isEmpty()) {
            findings.add(ledger.finding("the ledger names round " + round + ", which the rounds topic has no seal of"));
        } else {
            seal(sealed.get());
            Optional<Located<Verdict>> verdict = verdict(round);
            if (findings.isEmpty() && verdictFinding.isEmpty() && verdict.isPresent()) {
                aggregates(sealed.get().value().getOpened(), verdict.get().value());
            }
            if (findings.isEmpty() && sealed.get().value().getOpened().getAttested() != null) {
                attested.evidence(sealed.get());
            }
            if (findings.isEmpty() && isRoundTopicRetained(sealed.get())) {
                extent = recompute(sealed.get(), verdict);
            }
        }
        findings.addAll(attested.findings());
        all.addAll(findings);
        return new RoundCheck(
                round, ledger.value().getVersion(), extent, findings.isEmpty(), notRetained, attested.notes());
    }

    private void seal(Located<RoundSealed> sealed) {
        RoundOpened opened = sealed.value().getOpened();
        long round = opened.getRound();
        differs(sealed, "configuration digest", ByteBuffer.wrap(Digests.configDigest(opened)), configDigest());
        ByteBuffer root = ByteBuffer.wrap(root(sealed.value()));
        differs(
                sealed,
                "participants' root over its updates",
                root,
                ledger.value().getParticipantsRoot());
        differs(
                sealed,
                "participants' root",
                sealed.value().getParticipantsRoot(),
                ledger.value().getParticipantsRoot());
        if (!findings.isEmpty()) {
            return; // Nothing else that it says can be relied on.
        }
        int chunks = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters()).chunkCount();
        String topic = records.topics().roundUpdates(round);
        if (!opened.getTopic().equals(topic) || opened.getChunkCount() != chunks) {
            findings.add(sealed.finding("round " + round + " names topic " + opened.getTopic() + " and "
                    + opened.getChunkCount() + " chunks; expected are " + topic + " and " + chunks));
        }
        if (sealed.value().getCuts().size() != opened.getPartitions()) {
            findings.add(sealed.finding("round " + round + " has "
                    + sealed.value().getCuts().size() + " cuts for " + opened.getPartitions() + " partitions"));
        }
    }

    static byte[] root(RoundSealed sealed) {
        return MerkleTree.root(sealed.getUpdates().stream()
                .map(update -> Bytes.copy(update.getCommitDigest()))
                .toList());
    }

    private ByteBuffer configDigest() {
        return ledger.value().getConfigDigest();
    }

    private Optional<Located<Verdict>> verdict(long round) {
        Optional<Located<Verdict>> verdict = records.verdict(round);
        if (verdict.isPresent()) {
            ByteBuffer digest =
                    ByteBuffer.wrap(Digests.verdictDigest(verdict.get().value()));
            if (!digest.equals(ledger.value().getVerdictDigest())) {
                // The recomputation names the field; without it the digests are all there is to say.
                verdictFinding = Optional.of(verdict.get()
                        .finding("round " + round + " has verdict digest " + Digests.hex(digest) + ", the ledger says "
                                + Digests.hex(ledger.value().getVerdictDigest())));
            }
        } else if (records.isCut(records.topics().verdicts())) {
            notRetained.add("verdict");
        } else {
            findings.add(ledger.finding(
                    "the ledger names round " + round + ", which the verdicts topic has no" + " verdict on"));
        }
        return verdict;
    }

    /** Every field of the slices follows from the announcement, the verdict and the ledger. */
    private void aggregates(RoundOpened opened, Verdict verdict) {
        Map<Integer, Located<SliceFacts>> slices = records.aggregate(opened.getRound());
        VectorChunks layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        ByteBuffer hashes = ByteBuffer.allocate(HASH_BYTES * slices.size());
        for (Located<SliceFacts> slice : slices.values()) {
            AggregateSlice is = slice.value().slice();
            String named = "the sum of chunk " + is.getChunkIndex() + " of round " + opened.getRound();
            differs(
                    slice,
                    named + " states a SHA-256 that",
                    is.getSha256(),
                    slice.value().computed());
            if (is.getChunkIndex() < 0 || is.getChunkIndex() >= layout.chunkCount()) {
                findings.add(slice.finding(named + " is beyond the round's " + layout.chunkCount() + " chunks"));
                return;
            }
            String difference = AvroJson.difference(is, expected(opened, verdict, layout, is), List.of());
            if (!difference.isEmpty()) {
                findings.add(slice.finding(named + ": " + difference));
            }
            hashes.put(slice.value().computed().duplicate());
        }
        if (slices.size() < layout.chunkCount()) {
            notRetained.add("aggregate");
        } else if (findings.isEmpty()) {
            differs(
                    slices.values().iterator().next(),
                    "round " + opened.getRound() + " has slices whose aggregate digest",
                    ByteBuffer.wrap(Digests.sha256(hashes.flip())),
                    ledger.value().getAggregateDigest());
        }
    }

    private AggregateSlice expected(RoundOpened opened, Verdict verdict, VectorChunks layout, AggregateSlice slice) {
        return AggregateSlice.newBuilder(slice)
                .setFederation(opened.getFederation())
                .setTask(opened.getTask())
                .setBaseVersion(opened.getBaseVersion())
                .setChunkCount(opened.getChunkCount())
                .setFirstParameter(layout.first(slice.getChunkIndex()))
                .setLength(layout.length(slice.getChunkIndex()))
                .setParameterCount(opened.getParameterCount())
                .setScaleBits(SumScale.bits(opened, verdict))
                .setTotalWeight(verdict.getTotalWeight())
                .setAdmitted(verdict.getAdmitted().size())
                .setParticipantsRoot(ledger.value().getParticipantsRoot())
                .setVerdictDigest(ledger.value().getVerdictDigest())
                .setConfigDigest(configDigest())
                .setOptimizer(opened.getOptimizer())
                .setOptimizerParameters(opened.getOptimizerParameters())
                .build();
    }

    private void differs(Located<?> where, String what, ByteBuffer is, ByteBuffer ought) {
        if (!is.equals(ought)) {
            findings.add(where.finding(what + " is " + Digests.hex(is) + ", expected is " + Digests.hex(ought)));
        }
    }

    private boolean isRoundTopicRetained(Located<RoundSealed> sealed) {
        RoundOpened opened = sealed.value().getOpened();
        String topic = opened.getTopic();
        int partitions = source.partitions(topic);
        if (partitions == 0) {
            retainedNot();
            return false;
        }
        if (partitions != opened.getPartitions()) {
            findings.add(sealed.finding("round " + opened.getRound() + " has " + opened.getPartitions()
                    + " partitions, its topic " + partitions));
            return false;
        }
        for (int partition = 0; partition < partitions; partition++) {
            if (source.beginningOffset(topic, partition) > 0) {
                retainedNot();
                return false;
            }
            long cut = sealed.value().getCuts().get(partition);
            long end = source.endOffset(topic, partition);
            if (cut < 0 || cut > end) {
                findings.add(sealed.finding("round " + opened.getRound() + " has cut " + cut + " in partition "
                        + partition + " of its topic, which ends at " + end));
            }
        }
        return findings.isEmpty();
    }

    private void retainedNot() {
        notRetained.add("round topic");
        verdictFinding.ifPresent(findings::add);
    }

    private Extent recompute(Located<RoundSealed> sealed, Optional<Located<Verdict>> verdict) {
        RoundOpened opened = sealed.value().getOpened();
        if (opened.getAttested() != null) {
            return sealedExtent(sealed, verdict);
        }
        if ((opened.getSecure() != null || RecordedHistory.isNeeded(opened)) && verdict.isEmpty()) {
            return Extent.RECORDS; // What opened the sums, or what the rule was told, is gone with the verdict.
        }
        RecomputedRound again = recomputation.recompute(
                sealed.value(), records.seals(), plan, verdict.map(Located::value), committee(opened));
        updates(sealed, again);
        if (findings.isEmpty() && !again.committee().isEmpty()) {
            findings.addAll(committee.findings(again.committee(), verdict.orElseThrow()));
        }
        if (findings.isEmpty()) {
            closing(sealed, again);
            verdict.ifPresent(recorded -> verdict(recorded, again));
            next(sealed.value(), again);
        }
        if (findings.isEmpty()) {
            verdictFinding.ifPresent(findings::add);
            differs(
                    ledger,
                    "verdict digest",
                    ledger.value().getVerdictDigest(),
                    ByteBuffer.wrap(Digests.verdictDigest(again.verdict())));
            differs(
                    ledger,
                    "aggregate digest",
                    ledger.value().getAggregateDigest(),
                    ByteBuffer.wrap(again.aggregateDigest()));
        }
        return findings.isEmpty() ? model(sealed.value().getOpened(), again) : Extent.RECORDS;
    }

    /** What the committee of a round that hides updates said; empty for other rounds, and if it is not retained. */
    private Optional<CommitteeLog> committee(RoundOpened opened) {
        if (opened.getSecure() == null || opened.getSecure().getBackend() == SecureBackend.PLAIN) {
            return Optional.empty();
        }
        Optional<CommitteeLog> log = committee.of(opened);
        if (log.isEmpty()) {
            notRetained.add("committee topic");
        }
        return log;
    }

    private Extent sealedExtent(Located<RoundSealed> sealed, Optional<Located<Verdict>> verdict) {
        verdictFinding.ifPresent(findings::add);
        attested.records(sealed, recomputation, plan);
        if (verdict.isPresent() && findings.isEmpty()) {
            attested.model(
                            ledger,
                            sealed.value().getOpened(),
                            verdict.get().value(),
                            new ModelRecomputation(records, models))
                    .ifPresent(notRetained::add);
        }
        return findings.isEmpty() && attested.findings().isEmpty() ? Extent.SEALED : Extent.RECORDS;
    }

    /** The sealed updates must be those that come out again; a missing one is the fault of the record refused now. */
    private void updates(Located<RoundSealed> sealed, RecomputedRound again) {
        Map<String, SealedUpdate> recomputed = new HashMap<>();
        again.updates().forEach(update -> recomputed.put(update.getParticipant(), update));
        long round = sealed.value().getOpened().getRound();
        for (SealedUpdate recorded : sealed.value().getUpdates()) {
            SealedUpdate other = recomputed.remove(recorded.getParticipant());
            if (other == null) {
                findings.add(missing(sealed, recorded.getParticipant(), again));
            } else {
                String difference = AvroJson.difference(recorded, other, List.of());
                if (!difference.isEmpty()) {
                    findings.add(sealed.finding("the sealed update of " + recorded.getParticipant() + " in round "
                            + round + ": " + difference));
                }
            }
        }
        recomputed
                .keySet()
                .forEach(participant -> findings.add(sealed.finding("round " + round
                        + " was sealed without the update of " + participant + ", which is whole below the cuts")));
    }

    private Finding missing(Located<RoundSealed> sealed, String participant, RecomputedRound again) {
        RoundOpened opened = sealed.value().getOpened();
        return again.refused().stream()
                .filter(refused -> refused.participant().equals(participant))
                .filter(refused -> refused.reason() != ReasonCode.DUPLICATE)
                .min(Comparator.comparing(RefusedRecord::partition).thenComparing(RefusedRecord::offset))
                .map(refused -> new Finding(
                        opened.getTopic(),
                        refused.partition(),
                        refused.offset(),
                        "a record of " + participant + ", whose update was sealed in round " + opened.getRound()
                                + ", does not count: " + refused.reason() + ", " + refused.detail()))
                .orElseGet(() -> sealed.finding("the update of " + participant + ", sealed in round "
                        + opened.getRound() + ", is not whole below the cuts "
                        + sealed.value().getCuts()));
    }

    private void closing(Located<RoundSealed> sealed, RecomputedRound again) {
        long round = sealed.value().getOpened().getRound();
        if (!again.cuts().equals(sealed.value().getCuts())) {
            findings.add(sealed.finding("round " + round + " has cuts "
                    + sealed.value().getCuts() + "; the records below them lead to " + again.cuts()));
        }
        if (again.closedBy() != sealed.value().getClosedBy()) {
            findings.add(sealed.finding("round " + round + " was closed by "
                    + sealed.value().getClosedBy() + "; the records below its cuts say " + again.closedBy()));
        }
    }

    private void verdict(Located<Verdict> recorded, RecomputedRound again) {
        String difference = AvroJson.difference(recorded.value(), again.verdict(), List.of("judgedAtMs"));
        if (!difference.isEmpty()) {
            findings.add(
                    recorded.finding("the verdict on round " + recorded.value().getRound() + ": " + difference));
        }
    }

    /** What the next round's rule was told must be what this round left to remember; the first one's was told nothing. */
    private void next(RoundSealed sealed, RecomputedRound again) {
        long round = sealed.getOpened().getRound();
        List<RoundSealed> seals = records.seals();
        if (seals.get(0).getOpened().getRound() == round) {
            told(round, History.NONE);
        }
        seals.stream()
                .filter(other -> other.getOpened().getRound() > round)
                .findFirst()
                .ifPresent(other -> {
                    told(other.getOpened().getRound(), again.remembered());
                    terms(sealed, again, other.getOpened());
                });
    }

    /** The clip and the tree of the next round's noise must follow from this one; rounds that failed in between end a tree. */
    private void terms(RoundSealed sealed, RecomputedRound again, RoundOpened next) {
        boolean follows = next.getRound() == sealed.getOpened().getRound() + 1;
        ParticipantTerms.after(sealed, again.verdict())
                .map(left -> follows ? left : ParticipantTerms.withoutTree(left))
                .flatMap(left -> ParticipantTerms.contradiction(sealed.getOpened(), left, next))
                .ifPresent(wrong -> findings.add(ledger.finding(
                        "round " + next.getRound() + " does not follow from the one before: it " + wrong)));
    }

    private void told(long round, History remembered) {
        records.verdict(round)
                .filter(verdict -> verdict.value().getHistory() != null
                        && !RecordedHistory.of(verdict.value()).equals(remembered.at(round)))
                .ifPresent(verdict -> findings.add(verdict.finding("the verdict on round " + round
                        + " was told another history than the rounds before it lead to")));
    }

    private Extent model(RoundOpened opened, RecomputedRound again) {
        Optional<String> digest = new ModelRecomputation(records, models).digest(opened, again);
        if (digest.isEmpty()) {
            notRetained.add("base version " + opened.getBaseVersion());
            return Extent.AGGREGATE;
        }
        if (!digest.get().equals(ledger.value().getModelDigest())) {
            findings.add(ledger.finding("version " + ledger.value().getVersion() + " has digest "
                    + ledger.value().getModelDigest() + ", round " + opened.getRound() + " computed again gives "
                    + digest.get()));
        }
        return Extent.MODEL;
    }
}
