package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.internal.HiddenRound;
import io.weir.guard.Combination;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.guard.kernel.SampledGramSums;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Admission;
import io.weir.wire.GroupOpening;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values of a slice whose round hides updates: only sums of groups ever come into the clear. */
final class HiddenValues implements SliceValues {
    private final SlicePart part;
    private final VectorChunks layout;
    private final List<Integer> indexes;
    private final HiddenChunkReader reader;
    private final HiddenSums sums;

    HiddenValues(HiddenRound round, SlicePart part) {
        this.part = part;
        this.layout = part.layout();
        this.indexes = part.indexes();
        this.reader = new HiddenChunkReader(part.opened(), part.partition(), round.ring());
        this.sums = new HiddenSums(round, indexes, layout);
    }

    @Override
    public Optional<Refusal> read(UpdateChunk chunk) {
        return reader.read(chunk);
    }

    @Override
    public HeldChunk held(UpdateChunk chunk, long offset, byte[] sha256) {
        return HeldChunk.unseen(chunk, offset, sha256);
    }

    @Override
    public void keep(HeldChunk chunk, String participant) {
        sums.arrived(chunk, participant, reader.values());
    }

    @Override
    public Map<Integer, double[]> openedProducts(
            List<GroupOpening> openings, List<CoordinateSample> samples, Committed committed, LogReader log) {
        List<OpenedGroup> groups = open(openings, committed, log);
        Map<Integer, double[]> products = new TreeMap<>();
        for (int index : indexes) {
            SampledGramSums kernel = new SampledGramSums(groups.size(), samples);
            kernel.add(rows(groups, index), layout.first(index), layout.length(index));
            products.put(index, kernel.triangles());
        }
        return products;
    }

    @Override
    public Map<Integer, long[]> settle(Verdict verdict, VerdictRule judged, Committed committed, LogReader log) {
        Combination combination = judged.combination();
        Map<String, Double> factors = new HashMap<>();
        for (Admission admission : verdict.getAdmitted()) {
            factors.put(admission.getParticipant(), admission.getClipFactor());
        }
        List<GroupOpening> admitted = verdict.getOpenings().stream()
                .filter(opening -> factors.containsKey(opening.getParticipants().get(0)))
                .toList();
        List<OpenedGroup> groups = open(admitted, committed, log);
        double[] factor = admitted.stream()
                .mapToDouble(opening -> factors.get(opening.getParticipants().get(0)))
                .toArray();
        return combination instanceof Combination.WeightedSum
                ? weighted(groups, factor)
                : combined(groups, factor, combination, verdict);
    }

    private Map<Integer, long[]> weighted(List<OpenedGroup> groups, double[] factor) {
        Map<Integer, long[]> settled = new TreeMap<>();
        for (int index : indexes) {
            long[] sum = new long[layout.length(index)];
            for (int g = 0; g < groups.size(); g++) {
                long[] of = groups.get(g).sums().get(index);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += factor[g] == 1 ? of[i] : (long) Math.rint(of[i] * factor[g]);
                }
            }
            settled.put(index, sum);
        }
        return settled;
    }

    private Map<Integer, long[]> combined(
            List<OpenedGroup> groups, double[] factor, Combination combination, Verdict verdict) {
        int[] weights = groups.stream()
                .mapToInt(group -> Math.toIntExact(group.weight()))
                .toArray();
        RowSums kernel = RowSums.of(combination, factor, weights, PlainValues.mixing(verdict));
        int scaleBits = HiddenRound.scaleBits(part.opened(), combination);
        Map<Integer, long[]> settled = new TreeMap<>();
        for (int index : indexes) {
            long[] sum = new long[layout.length(index)];
            kernel.sum(rows(groups, index), 0, sum.length, scaleBits, sum, 0);
            settled.put(index, sum);
        }
        return settled;
    }

    private List<OpenedGroup> open(List<GroupOpening> openings, Committed committed, LogReader log) {
        ChunkLog<long[]> chunks = part.chunkLog(reader, log);
        List<OpenedGroup> groups = new ArrayList<>();
        openings.forEach(opening -> groups.add(sums.open(opening, committed, chunks)));
        return groups;
    }

    private Row[] rows(List<OpenedGroup> groups, int index) {
        return groups.stream()
                .map(group -> Row.of(group.mean(index, part.opened().getScaleBits())))
                .toArray(Row[]::new);
    }

    @Override
    public void close() {
        sums.clear();
    }
}
