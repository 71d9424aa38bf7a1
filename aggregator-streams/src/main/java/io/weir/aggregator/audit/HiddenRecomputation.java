package io.weir.aggregator.audit;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.guard.CollectingRound;
import io.weir.aggregator.internal.guard.GroupJudge;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges a round that hid updates again. The keys that its committee opened are taken from the recorded verdict; whose
 * updates they open is taken from the topic, so that a list that was changed afterwards has another digest.
 */
final class HiddenRecomputation {
    /** What the committee's records tell. */
    private static final Set<ReasonCode> BY_COMMITTEE =
            EnumSet.of(ReasonCode.SHARES_REFUSED, ReasonCode.GROUP_TOO_SMALL);

    private HiddenRecomputation() {}

    static Verdict verdict(
            RoundSealed sealed,
            CollectingRound round,
            Verdict recorded,
            List<? extends ComputedSlice> slices,
            Workers workers) {
        RoundOpened opened = sealed.getOpened();
        List<Rejection> refused = new ArrayList<>(round.refused());
        recorded.getRejected().stream()
                .filter(rejection -> BY_COMMITTEE.contains(rejection.getReason()))
                .forEach(refused::add);
        List<GroupOpening> openings = recorded.getOpenings().stream()
                .map(opening -> closedAgain(opening, sealed, round))
                .toList();
        List<CoordinateSample> samples = RoundRule.of(opened).samples(opened.getRound());
        Map<Integer, double[]> byChunk = new TreeMap<>();
        workers.each(slices.size(), (p, log) -> slices.get(p).openedProducts(openings, samples, log))
                .forEach(byChunk::putAll);
        return GroupJudge.judge(
                sealed,
                refused,
                recorded.getFlags(),
                openings,
                Products.sum(openings.size(), 0, byChunk).gram(),
                sealed.getSealedAtMs());
    }

    private static GroupOpening closedAgain(GroupOpening recorded, RoundSealed sealed, CollectingRound round) {
        Map<String, SealedUpdate> updates = new HashMap<>();
        sealed.getUpdates().forEach(update -> updates.put(update.getParticipant(), update));
        List<ClosedUpdate> closed = recorded.getParticipants().stream()
                .filter(updates::containsKey)
                .map(name -> new ClosedUpdate(name, updates.get(name).getCommitDigest(), round.sharesHash(name)))
                .toList();
        RoundOpened opened = sealed.getOpened();
        byte[] digest = SecureDigests.close(
                opened.getFederation(),
                opened.getRound(),
                recorded.getGroup(),
                closed,
                HiddenRound.of(opened).orElseThrow().seed());
        return GroupOpening.newBuilder(recorded)
                .setCloseDigest(ByteBuffer.wrap(digest))
                .build();
    }
}
