package io.weir.aggregator.testkit;

import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.guard.CollectingRound;
import io.weir.aggregator.internal.guard.ContentHistory;
import io.weir.aggregator.internal.guard.Flags;
import io.weir.aggregator.internal.guard.Histories;
import io.weir.aggregator.internal.guard.Judge;
import io.weir.aggregator.internal.slice.RoundSlice;
import io.weir.aggregator.internal.slice.SliceEvent;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.history.History;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ClosedBy;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A round as the services run it: the banks' records come in interleaved, each partition's reports reach the guard in
 * their order but later than those of other partitions, and the guard seals as soon as it can, or at a deadline once two
 * updates are whole; records go on arriving after that.
 */
public record RecordedRound(
        MemoryLog log, RoundSealed sealed, Verdict verdict, Map<Integer, long[]> sums, History remembered) {

    /** Runs the round with an order that {@code random} draws. */
    public static RecordedRound run(
            Federation federation, RoundOpened opened, List<List<Sent>> updates, Random random) {
        return run(federation, opened, updates, History.NONE, random);
    }

    /** Runs a round after others, with an order that {@code random} draws. */
    public static RecordedRound run(
            Federation federation, RoundOpened opened, List<List<Sent>> updates, History before, Random random) {
        MemoryLog log = new MemoryLog();
        List<RoundSlice> slices = new ArrayList<>();
        List<Deque<SliceEvent>> inFlight = new ArrayList<>();
        for (int p = 0; p < opened.getPartitions(); p++) {
            slices.add(new RoundSlice(opened, p, federation.serde().deserializer()));
            inFlight.add(new ArrayDeque<>());
            log.of(opened.getTopic(), p);
        }
        List<Deque<Sent>> waiting = new ArrayList<>();
        updates.forEach(update -> waiting.add(new ArrayDeque<>(update)));
        CollectingRound guard = new CollectingRound(opened);
        RoundSealed sealed = null;
        Verdict verdict = null;
        RoundStatistics statistics = null;
        while (sealed == null || waiting.stream().anyMatch(bank -> !bank.isEmpty())) {
            List<Deque<Sent>> sending =
                    waiting.stream().filter(bank -> !bank.isEmpty()).toList();
            if (!sending.isEmpty()) {
                Sent sent = sending.get(random.nextInt(sending.size())).remove();
                List<SliceEvent> events = slices.get(sent.partition()).absorb(log.append(opened.getTopic(), sent));
                inFlight.get(sent.partition()).addAll(events);
            }
            for (int p = 0; p < inFlight.size(); p++) {
                while (!inFlight.get(p).isEmpty() && (sending.isEmpty() || random.nextBoolean())) {
                    hear(guard, opened, p, inFlight.get(p).remove());
                }
            }
            boolean everyone = guard.decided() == opened.getCohort().size();
            boolean deadline = sending.isEmpty();
            if (sealed == null && (everyone || deadline)) {
                sealed = seal(guard, opened, everyone);
                statistics = statistics(guard, slices, before.at(opened.getRound()), log);
                verdict = Judge.judge(sealed, guard.refused(), statistics, Flags.of(guard, ContentHistory.none()), 1);
            }
        }
        Map<Integer, long[]> sums = new TreeMap<>();
        for (RoundSlice slice : slices) {
            sums.putAll(slice.settle(verdict, log));
        }
        return new RecordedRound(log, sealed, verdict, sums, Histories.after(statistics, verdict));
    }

    private static RoundStatistics statistics(
            CollectingRound guard, List<RoundSlice> slices, History before, MemoryLog log) {
        List<UpdateStatistics> updates = guard.statistics();
        RoundOpened opened = slices.get(0).opened();
        if (!RoundRule.of(opened).needsGram()) {
            return Histories.told(updates, Optional.empty(), before);
        }
        List<String> participants =
                updates.stream().map(UpdateStatistics::participant).toList();
        Map<Integer, double[]> products = new TreeMap<>();
        slices.forEach(slice -> products.putAll(slice.products(participants, RoundRule.measures(opened), log)));
        int sketchNumbers = RoundRule.measures(opened).sketchNumbers();
        return Histories.told(updates, Optional.of(Products.sum(updates.size(), sketchNumbers, products)), before);
    }

    private static RoundSealed seal(CollectingRound guard, RoundOpened opened, boolean everyone) {
        List<SealedUpdate> whole = guard.updates();
        return new RoundSealed(
                opened,
                guard.cuts(),
                whole,
                everyone ? ClosedBy.COHORT : ClosedBy.DEADLINE,
                1L,
                ByteBuffer.wrap(CollectingRound.participantsRoot(whole)));
    }

    private static void hear(CollectingRound guard, RoundOpened opened, int partition, SliceEvent event) {
        if (event instanceof SliceEvent.Measured measured) {
            guard.accept(measured.report());
        } else if (event instanceof SliceEvent.Refused refused && refused.concernsGuard()) {
            guard.accept(refused.report(opened, partition));
        }
    }

    /** As the ledger has it. */
    public byte[] aggregateDigest() {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        sums.forEach((chunk, sum) -> hashes.writeBytes(Digests.sha256(ArrowCodecs.encodeLongs(sum, 0, sum.length))));
        return Digests.sha256(hashes.toByteArray());
    }
}
