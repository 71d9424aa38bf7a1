package io.weir.aggregator.audit;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.guard.CollectingRound;
import io.weir.aggregator.internal.guard.ContentHistory;
import io.weir.aggregator.internal.guard.Flags;
import io.weir.aggregator.internal.guard.Histories;
import io.weir.aggregator.internal.guard.Judge;
import io.weir.guard.Measured;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.guard.kernel.Measures;
import io.weir.wire.ClosedBy;
import io.weir.wire.CohortMember;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Computes a sealed round again from the records below its cuts, with the code that computed it first. Since the guard
 * heard of exactly those records when it sealed the round, the verdict is the recorded one bit for bit (but for its
 * time), and so are the sums, whatever the number of partitions and threads.
 */
public final class RoundRecomputation {
    private final Deserializer<SpecificRecord> deserializer;
    private final Supplier<? extends LogReader> logs;

    /**
     * A recomputation.
     *
     * @param deserializer of the round topic's values; thread-safe
     * @param logs makes a reader for each partition, which is closed after it
     */
    public RoundRecomputation(Deserializer<SpecificRecord> deserializer, Supplier<? extends LogReader> logs) {
        this.deserializer = deserializer;
        this.logs = logs;
    }

    /**
     * Computes {@code sealed} again. Of the seal only the cuts and what was announced when the round opened are used.
     *
     * @param seals of the federation's rounds, to know what updates of earlier rounds held
     * @throws LogReader.LogReadException if the records below the cuts are not all there
     */
    public RecomputedRound recompute(RoundSealed sealed, Collection<RoundSealed> seals, RecomputationPlan plan) {
        return recompute(sealed, seals, plan, Optional.empty());
    }

    /**
     * As the other, also of a round that hides updates, or whose rule remembers earlier rounds.
     *
     * @param recorded the round's verdict: what its committee opened cannot be computed again, only used again; and it says
     *     what the rule was told of earlier rounds
     * @throws IllegalArgumentException if the round hides updates, and there is no verdict or the plan leaves somebody out; or if
     *     its updates are sealed
     */
    public RecomputedRound recompute(
            RoundSealed sealed, Collection<RoundSealed> seals, RecomputationPlan plan, Optional<Verdict> recorded) {
        return recompute(sealed, seals, plan, recorded, Optional.empty());
    }

    /**
     * As the other, and holds what the verdict says of the committee against what the committee said.
     *
     * @param committee the round's records of the committee topic; the verdict is taken at its word if this is empty
     */
    public RecomputedRound recompute(
            RoundSealed sealed,
            Collection<RoundSealed> seals,
            RecomputationPlan plan,
            Optional<Verdict> recorded,
            Optional<CommitteeLog> committee) {
        RoundOpened opened = sealed.getOpened();
        if (opened.getSecure() != null && (recorded.isEmpty() || !plan.without().isEmpty())) {
            throw new IllegalArgumentException("round " + opened.getRound() + " hides updates: only the sums that its"
                    + " committee opened can be computed again, "
                    + (recorded.isEmpty()
                            ? "and its verdict, which holds what opened them, is not there"
                            : "not one without " + plan.without()));
        }
        if (opened.getAttested() != null) {
            throw new IllegalArgumentException("round " + opened.getRound() + " is attested: its updates are sealed for"
                    + " aggregators whose keys are gone, so nobody can compute it again");
        }
        ContentHistory history = ContentHistory.ofSeals(opened.getRound(), seals);
        try (Workers workers = new Workers(plan.threads(), logs)) {
            List<RoundPartition> partitions = workers.each(
                    opened.getPartitions(),
                    (partition, log) -> RoundPartition.read(
                            opened, partition, sealed.getCuts().get(partition), plan.without(), deserializer, log));
            CollectingRound round = collect(
                    opened, partitions.stream().map(RoundPartition::reports).toList());
            boolean redealt = plan.partitions().orElse(opened.getPartitions()) != opened.getPartitions();
            if (redealt) {
                RoundOpened other = RoundOpened.newBuilder(opened)
                        .setPartitions(plan.partitions().getAsInt())
                        .build();
                List<DealtPartition> dealt = workers.each(
                        other.getPartitions(),
                        (partition, log) -> DealtPartition.deal(
                                opened, other, partition, sealed.getCuts(), round.commitOffsets(), deserializer, log));
                CollectingRound again = collect(
                        other, dealt.stream().map(DealtPartition::reports).toList());
                return conclude(sealed, history, plan, round, again, partitions, dealt, workers, recorded, committee);
            }
            return conclude(sealed, history, plan, round, round, partitions, partitions, workers, recorded, committee);
        }
    }

    /** Of a round whose updates are sealed, what can be told without a key. */
    public SealedRecords records(RoundSealed sealed, RecomputationPlan plan) {
        RoundOpened opened = sealed.getOpened();
        try (Workers workers = new Workers(plan.threads(), logs)) {
            List<RoundPartition> partitions = workers.each(
                    opened.getPartitions(),
                    (partition, log) -> RoundPartition.read(
                            opened, partition, sealed.getCuts().get(partition), Set.of(), deserializer, log));
            CollectingRound round = collect(
                    opened, partitions.stream().map(RoundPartition::reports).toList());
            return new SealedRecords(round.updates(), refused(round, partitions));
        }
    }

    private static RecomputedRound conclude(
            RoundSealed sealed,
            ContentHistory history,
            RecomputationPlan plan,
            CollectingRound round,
            CollectingRound measured,
            List<RoundPartition> partitions,
            List<? extends ComputedSlice> slices,
            Workers workers,
            Optional<Verdict> recorded,
            Optional<CommitteeLog> committee) {
        RoundOpened opened = judgedUnder(sealed.getOpened(), plan);
        List<SealedUpdate> updates = round.updates();
        byte[] root = CollectingRound.participantsRoot(updates);
        ClosedBy closedBy = round.decided() == opened.getCohort().size() ? ClosedBy.COHORT : ClosedBy.DEADLINE;
        RoundSealed again =
                new RoundSealed(opened, round.cuts(), updates, closedBy, sealed.getSealedAtMs(), ByteBuffer.wrap(root));
        History before = recorded.map(Histories::before).orElse(History.NONE).at(opened.getRound());
        History remembered = History.NONE;
        Verdict verdict;
        List<CommitteeFault> faults = List.of();
        if (opened.getSecure() == null) {
            List<UpdateStatistics> statistics = measured.statistics();
            RoundStatistics known = Histories.told(statistics, measured(opened, statistics, slices, workers), before);
            verdict = Judge.judge(again, round.refused(), known, Flags.of(measured, history), sealed.getSealedAtMs());
            remembered = verdict.getAdmitted().isEmpty() ? before : Histories.after(known, verdict);
        } else {
            HiddenRecomputation.Judged judged = new HiddenRecomputation(
                            again, sealed.getOpened(), round, recorded.orElseThrow())
                    .judge(committee, slices, workers);
            verdict = judged.verdict();
            faults = judged.faults();
        }
        Optional<String> failure =
                faults.stream().map(CommitteeFault::what).findFirst().or(() -> failure(opened, updates, verdict));
        Map<Integer, long[]> sums = new TreeMap<>();
        if (failure.isEmpty()) {
            workers.each(slices.size(), (p, log) -> slices.get(p).settle(verdict, log))
                    .forEach(sums::putAll);
        }
        return new RecomputedRound(
                updates,
                root,
                round.cuts(),
                closedBy,
                verdict,
                failure.isPresent() ? before : remembered,
                failure,
                sums,
                refused(round, partitions),
                faults);
    }

    /** Records that do not count, commits of copies among them. */
    private static List<RefusedRecord> refused(CollectingRound round, List<RoundPartition> partitions) {
        List<RefusedRecord> refused = new ArrayList<>();
        partitions.forEach(partition -> refused.addAll(partition.refused()));
        Map<String, Long> commits = round.commitOffsets();
        round.copies()
                .forEach((name, copy) -> refused.add(
                        new RefusedRecord(0, commits.get(name), name, copy.getReason(), copy.getDetail(), true)));
        return refused;
    }

    private static Optional<Measured> measured(
            RoundOpened opened,
            List<UpdateStatistics> statistics,
            List<? extends ComputedSlice> slices,
            Workers workers) {
        VerdictRule rule = RoundRule.of(opened);
        if (!rule.needsGram()) {
            return Optional.empty();
        }
        Measures measures = RoundRule.measures(opened);
        List<String> participants =
                statistics.stream().map(UpdateStatistics::participant).toList();
        Map<Integer, double[]> byChunk = new TreeMap<>();
        workers.each(slices.size(), (p, log) -> slices.get(p).products(participants, measures, log))
                .forEach(byChunk::putAll);
        return Optional.of(Products.sum(participants.size(), measures.sketchNumbers(), byChunk));
    }

    /** Another rule; the reference stays. */
    private static RoundOpened judgedUnder(RoundOpened opened, RecomputationPlan plan) {
        return plan.rule()
                .map(rule -> RoundOpened.newBuilder(opened)
                        .setRule(rule.name())
                        .setRuleParameters(withReference(rule.parameters(), opened))
                        .build())
                .orElse(opened);
    }

    private static Map<String, String> withReference(Map<String, String> parameters, RoundOpened opened) {
        Map<String, String> all = new HashMap<>(parameters);
        Optional.ofNullable(opened.getRuleParameters().get(VerdictRule.REFERENCE))
                .ifPresent(name -> all.putIfAbsent(VerdictRule.REFERENCE, name));
        return all;
    }

    private static Optional<String> failure(RoundOpened opened, List<SealedUpdate> updates, Verdict verdict) {
        int counted = RoundRule.counted(opened, updates.stream().map(SealedUpdate::getParticipant));
        if (counted < opened.getQuorum()) {
            return Optional.of("QUORUM_NOT_REACHED: " + counted + " of "
                    + RoundRule.counted(opened, opened.getCohort().stream().map(CohortMember::getParticipant))
                    + " updates are whole and valid, the quorum is " + opened.getQuorum());
        }
        Optional<String> missing = RoundRule.missingReference(opened, updates);
        return missing.isPresent() || !verdict.getAdmitted().isEmpty()
                ? missing
                : Optional.of("NOBODY_ADMITTED: every update was refused");
    }

    private static CollectingRound collect(RoundOpened opened, List<List<SpecificRecord>> reports) {
        CollectingRound round = new CollectingRound(opened);
        List<SpecificRecord> all = new ArrayList<>();
        reports.forEach(all::addAll);
        for (SpecificRecord report : all) {
            if (report instanceof SliceMeasured measured) {
                round.accept(measured);
            } else if (report instanceof SliceRefused refused) {
                round.accept(refused);
            }
        }
        return round;
    }
}
