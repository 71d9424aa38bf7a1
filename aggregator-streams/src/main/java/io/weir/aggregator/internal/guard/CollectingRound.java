package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.MerkleTree;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.ChunkStatistics;
import io.weir.wire.ClosedBy;
import io.weir.wire.CohortMember;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The reports on one open round, by participant. An update is whole when every partition that holds one of its chunks
 * has reported it. The cut of a partition is the offset after the last record that the guard heard of from it; since a
 * partition's reports arrive in the order of its records, whatever is whole below the cuts is whole here.
 */
public final class CollectingRound {
    private final RoundOpened opened;
    private final int partitionsUsed;
    private final Map<String, Progress> cohort = new TreeMap<>();
    private final long[] cuts;
    /** Who is neither whole nor proven wrong; nobody ever comes back in. */
    private final Set<String> undecided;

    /** Nothing was heard of the round yet. */
    public CollectingRound(RoundOpened opened) {
        this.opened = opened;
        this.partitionsUsed = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters())
                .partitionsUsed(opened.getPartitions());
        this.cuts = new long[opened.getPartitions()];
        for (CohortMember member : opened.getCohort()) {
            cohort.put(member.getParticipant(), new Progress());
        }
        this.undecided = new HashSet<>(cohort.keySet());
    }

    RoundOpened opened() {
        return opened;
    }

    /** Takes in a report; reports of one partition come in the order of its records. */
    public void accept(SliceMeasured report) {
        hear(report.getPartition(), report.getCommitOffset());
        Progress progress = cohort.get(report.getParticipant());
        if (progress != null) {
            progress.measured.put(report.getPartition(), report);
            decide(report.getParticipant(), progress);
        }
    }

    /** Takes in a report; reports of one partition come in the order of its records. */
    public void accept(SliceRefused report) {
        hear(report.getPartition(), report.getOffset());
        Progress progress = cohort.get(report.getParticipant());
        if (progress != null) {
            progress.refused(report);
            decide(report.getParticipant(), progress);
        }
    }

    private void decide(String participant, Progress progress) {
        if (progress.isRefused() || isWhole(progress)) {
            undecided.remove(participant);
        }
    }

    private void hear(int partition, long offset) {
        cuts[partition] = Math.max(cuts[partition], offset + 1);
    }

    /** How many participants are whole or proven wrong. */
    public long decided() {
        return (long) cohort.size() - undecided.size();
    }

    private boolean isWhole(Progress progress) {
        return !progress.isRefused() && progress.measured.size() == partitionsUsed;
    }

    /** Closes the round if everyone is decided or the deadline has passed. */
    Optional<Closing> close(long nowMs) {
        boolean everyone = decided() == cohort.size();
        if (!everyone && nowMs < opened.getDeadlineMs()) {
            return Optional.empty();
        }
        List<Rejection> refused = refused();
        List<SealedUpdate> updates = updates();
        Optional<String> unfit = whyNot(updates);
        if (unfit.isPresent()) {
            String reason = unfit.get() + (everyone ? "" : "; the deadline passed");
            return Optional.of(new Closing.Failed(new RoundFailed(opened, reason, refused, nowMs)));
        }
        RoundSealed event = new RoundSealed(
                opened,
                cuts(),
                updates,
                everyone ? ClosedBy.COHORT : ClosedBy.DEADLINE,
                nowMs,
                ByteBuffer.wrap(participantsRoot(updates)));
        return Optional.of(new Closing.Sealed(event, refused));
    }

    private Optional<String> whyNot(List<SealedUpdate> updates) {
        int counted = RoundRule.counted(opened, updates.stream().map(SealedUpdate::getParticipant));
        if (counted < opened.getQuorum()) {
            return Optional.of("QUORUM_NOT_REACHED: " + counted + " of "
                    + RoundRule.counted(opened, cohort.keySet().stream())
                    + " updates were whole and valid, the quorum is " + opened.getQuorum());
        }
        return RoundRule.missingReference(opened, updates);
    }

    /** By partition: the offset after the last record heard of. */
    public List<Long> cuts() {
        return Arrays.stream(cuts).boxed().toList();
    }

    /** Updates that are whole and no copies, by participant. */
    public List<SealedUpdate> updates() {
        List<SealedUpdate> updates = new ArrayList<>();
        counted().forEach((participant, progress) -> {
            SliceMeasured any = progress.first();
            updates.add(new SealedUpdate(
                    participant,
                    any.getCommitDigest(),
                    any.getWeight(),
                    any.getExamples(),
                    any.getMetrics(),
                    any.getContentRoot()));
        });
        return updates;
    }

    private Map<String, Progress> whole() {
        Map<String, Progress> whole = new TreeMap<>(cohort);
        whole.values().removeIf(progress -> !isWhole(progress));
        return whole;
    }

    private Map<String, Progress> counted() {
        Map<String, Progress> whole = whole();
        whole.keySet().removeAll(copies().keySet());
        return whole;
    }

    /** Whole updates that only repeat another one's content, by participant. */
    public Map<String, Rejection> copies() {
        Map<String, Progress> alike = whole();
        Map<ByteBuffer, Long> holders = alike.values().stream()
                .collect(Collectors.groupingBy(progress -> progress.first().getContentRoot(), Collectors.counting()));
        alike.values().removeIf(progress -> holders.get(progress.first().getContentRoot()) == 1);
        return Copies.among(contents(alike), opened);
    }

    /** Merkle root over the updates' commit digests, in their order. */
    public static byte[] participantsRoot(List<SealedUpdate> updates) {
        return MerkleTree.root(updates.stream()
                .map(update -> {
                    byte[] digest = Bytes.copy(update.getCommitDigest());
                    return digest;
                })
                .toList());
    }

    /** Everyone else of the cohort, by participant, and why. */
    public List<Rejection> refused() {
        List<Rejection> refused = new ArrayList<>();
        Map<String, Rejection> copies = copies();
        cohort.forEach((participant, progress) -> {
            if (!isWhole(progress)) {
                refused.add(rejection(participant, progress));
            } else if (copies.containsKey(participant)) {
                refused.add(copies.get(participant));
            }
        });
        return refused;
    }

    private Rejection rejection(String participant, Progress progress) {
        Optional<SliceRefused> report = progress.firstRefusal();
        if (report.isPresent()) {
            String where = " (partition " + report.get().getPartition() + ", offset "
                    + report.get().getOffset() + ")";
            return rejection(
                    participant,
                    report.get().getReason(),
                    report.get().getDetail() + where,
                    report.get().getEvidence());
        }
        if (progress.equivocates()) {
            String detail = "different signed commits for round " + opened.getRound() + " in different partitions";
            return rejection(participant, ReasonCode.EQUIVOCATION, detail, Map.of());
        }
        if (progress.measured.isEmpty()) {
            return rejection(participant, ReasonCode.NO_UPDATE, "no commit arrived before the deadline", Map.of());
        }
        return rejection(
                participant,
                ReasonCode.INCOMPLETE,
                "whole in " + progress.measured.size() + " of " + partitionsUsed + " partitions at the deadline",
                Map.of("partitions", (double) progress.measured.size(), "needed", (double) partitionsUsed));
    }

    private static Rejection rejection(
            String participant, ReasonCode reason, String detail, Map<String, Double> evidence) {
        return new Rejection(participant, reason, detail, evidence, "", List.of());
    }

    /** Statistics of the sealed updates, each summed in chunk order whatever partition a chunk came through. */
    public List<UpdateStatistics> statistics() {
        List<UpdateStatistics> statistics = new ArrayList<>();
        counted().forEach((participant, progress) -> {
            double squaredNorm = 0;
            long positive = 0;
            long negative = 0;
            for (ChunkStatistics chunk : progress.chunks()) {
                squaredNorm += chunk.getSquaredNorm();
                positive += chunk.getPositive();
                negative += chunk.getNegative();
            }
            Signs signs = new Signs(positive, negative, opened.getParameterCount() - positive - negative);
            int weight = progress.first().getWeight();
            statistics.add(new UpdateStatistics(participant, weight, squaredNorm, signs));
        });
        return statistics;
    }

    /** What is known of the sealed updates' values, by participant. */
    List<UpdateContent> contents() {
        return contents(counted());
    }

    private static List<UpdateContent> contents(Map<String, Progress> updates) {
        return updates.entrySet().stream()
                .map(update -> new UpdateContent(
                        update.getKey(),
                        update.getValue().first().getContentRoot(),
                        update.getValue().chunks()))
                .toList();
    }

    /** What a whole update's commit names its shares by. */
    public ByteBuffer sharesHash(String participant) {
        return cohort.get(participant).first().getSharesHash();
    }

    /** Where each whole update's commit lies in partition 0, copies' among them. */
    public Map<String, Long> commitOffsets() {
        Map<String, Long> offsets = new HashMap<>();
        whole().forEach((participant, progress) ->
                offsets.put(participant, progress.first().getCommitOffset()));
        return offsets;
    }
}
