package io.weir.aggregator.audit;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.guard.CollectingRound;
import io.weir.aggregator.internal.guard.CommitteeReplay;
import io.weir.aggregator.internal.guard.CommitteeReplay.Outcome;
import io.weir.aggregator.internal.guard.GroupJudge;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.Flag;
import io.weir.wire.GroupOpening;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges a round that hid updates again. The keys that its committee opened are taken from the recorded verdict; whose
 * updates they open is taken from the topic, so that a list that was changed afterwards has another digest.
 */
final class HiddenRecomputation {
    /**
     * What came out.
     *
     * @param verdict the recorded one if something does not hold
     * @param faults what does not hold of what the committee did; nothing was summed then
     */
    record Judged(Verdict verdict, List<CommitteeFault> faults) {}

    private final RoundSealed sealed;
    private final RoundOpened opened;
    private final CollectingRound round;
    private final Verdict recorded;

    /**
     * Of one round.
     *
     * @param sealed as it came out again; another rule may judge it
     * @param opened as it was announced
     */
    HiddenRecomputation(RoundSealed sealed, RoundOpened opened, CollectingRound round, Verdict recorded) {
        this.sealed = sealed;
        this.opened = opened;
        this.round = round;
        this.recorded = recorded;
    }

    /** @param log what the committee said; the verdict's word for it if this is empty */
    Judged judge(Optional<CommitteeLog> log, List<? extends ComputedSlice> slices, Workers workers) {
        CommitteeReplay replay = new CommitteeReplay(
                RoundSealed.newBuilder(sealed).setOpened(opened).build(),
                round.refused(),
                round::sharesHash,
                log.map(CommitteeLog::signed).orElse(call -> false));
        Optional<Outcome> outcome = replay.plain();
        if (outcome.isEmpty() && log.isPresent()) {
            log.get().records().forEach(entry -> replay.accept(entry.offset(), entry.record()));
            CommitteeHearing hearing = new CommitteeHearing(opened, replay, recorded);
            outcome = hearing.outcome();
            if (outcome.isEmpty()) {
                return new Judged(recorded, hearing.faults());
            }
        }
        List<Rejection> refused = outcome.map(Outcome::refused).orElseGet(this::refusedAsRecorded);
        List<CommitteeFault> faults = unopenable(refused);
        return faults.isEmpty()
                ? new Judged(
                        verdict(refused, outcome.map(Outcome::flags).orElse(recorded.getFlags()), slices, workers),
                        faults)
                : new Judged(recorded, faults);
    }

    private List<Rejection> refusedAsRecorded() {
        List<Rejection> refused = new ArrayList<>(round.refused());
        recorded.getRejected().stream().filter(CommitteeHearing::isByCommittee).forEach(refused::add);
        return refused;
    }

    /** The sums that were opened have to be those of everybody who is not out. */
    private List<CommitteeFault> unopenable(List<Rejection> refused) {
        HiddenRound hidden = HiddenRound.of(opened).orElseThrow();
        Set<String> out = refused.stream()
                .filter(CommitteeHearing::isByCommittee)
                .map(Rejection::getParticipant)
                .collect(Collectors.toSet());
        Map<Integer, List<String>> expected = new TreeMap<>();
        sealed.getUpdates().stream()
                .map(SealedUpdate::getParticipant)
                .filter(name -> !out.contains(name))
                .forEach(name -> expected.computeIfAbsent(hidden.groupOf(name), group -> new ArrayList<>())
                        .add(name));
        Map<Integer, List<String>> is = new TreeMap<>();
        recorded.getOpenings().forEach(opening -> is.put(opening.getGroup(), opening.getParticipants()));
        String verdict = "the verdict on round " + opened.getRound();
        if (!is.equals(expected) || recorded.getOpenings().size() != is.size()) {
            return List.of(CommitteeFault.ofVerdict(
                    verdict + " opens the sums of " + is + "; those to be opened are of " + expected));
        }
        List<CommitteeFault> faults = new ArrayList<>();
        for (GroupOpening opening : recorded.getOpenings()) {
            try {
                hidden.keys(opening);
            } catch (IllegalArgumentException e) {
                faults.add(CommitteeFault.ofVerdict(
                        verdict + " opens group " + opening.getGroup() + " with " + e.getMessage()));
            }
        }
        return faults;
    }

    private Verdict verdict(
            List<Rejection> refused, List<Flag> flags, List<? extends ComputedSlice> slices, Workers workers) {
        List<GroupOpening> openings =
                recorded.getOpenings().stream().map(this::closedAgain).toList();
        List<CoordinateSample> samples = RoundRule.of(sealed.getOpened()).samples(opened.getRound());
        Map<Integer, double[]> byChunk = new TreeMap<>();
        workers.each(slices.size(), (p, log) -> slices.get(p).openedProducts(openings, samples, log))
                .forEach(byChunk::putAll);
        return GroupJudge.judge(
                sealed,
                refused,
                flags,
                openings,
                Products.sum(openings.size(), 0, byChunk).gram(),
                sealed.getSealedAtMs());
    }

    private GroupOpening closedAgain(GroupOpening opening) {
        Map<String, SealedUpdate> updates = new HashMap<>();
        sealed.getUpdates().forEach(update -> updates.put(update.getParticipant(), update));
        List<ClosedUpdate> closed = opening.getParticipants().stream()
                .map(name -> new ClosedUpdate(name, updates.get(name).getCommitDigest(), round.sharesHash(name)))
                .toList();
        byte[] digest = SecureDigests.close(
                opened.getFederation(),
                opened.getRound(),
                opening.getGroup(),
                closed,
                HiddenRound.of(opened).orElseThrow().seed());
        return GroupOpening.newBuilder(opening)
                .setCloseDigest(ByteBuffer.wrap(digest))
                .build();
    }
}
