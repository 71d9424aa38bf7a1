package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.internal.HiddenRound;
import io.weir.guard.Combination;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.guard.kernel.SampledGramSums;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Admission;
import io.weir.wire.GroupOpening;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** The values of a slice whose round hides updates: only sums of groups ever come into the clear. */
final class HiddenSlice {
    private final RoundOpened opened;
    private final int partition;
    private final Deserializer<SpecificRecord> deserializer;
    private final VectorChunks layout;
    private final List<Integer> indexes;
    private final HiddenChunkReader reader;
    private final HiddenSums sums;

    HiddenSlice(
            HiddenRound round,
            RoundOpened opened,
            int partition,
            Deserializer<SpecificRecord> deserializer,
            List<Integer> indexes) {
        this.opened = opened;
        this.partition = partition;
        this.deserializer = deserializer;
        this.layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        this.indexes = indexes;
        this.reader = new HiddenChunkReader(opened, partition, round.ring());
        this.sums = new HiddenSums(round, indexes, layout);
    }

    Optional<Refusal> read(UpdateChunk chunk) {
        return reader.read(chunk);
    }

    void keep(HeldChunk chunk, String participant) {
        sums.arrived(chunk, participant, reader.values());
    }

    /** Inner products of the groups' means, by chunk index. */
    Map<Integer, double[]> products(
            List<GroupOpening> openings,
            List<CoordinateSample> samples,
            Function<String, Map<Integer, HeldChunk>> committed,
            LogReader log) {
        List<OpenedGroup> groups = open(openings, committed, log);
        Map<Integer, double[]> products = new TreeMap<>();
        for (int index : indexes) {
            SampledGramSums kernel = new SampledGramSums(groups.size(), samples);
            kernel.add(rows(groups, index), layout.first(index), layout.length(index));
            products.put(index, kernel.triangles());
        }
        return products;
    }

    /** The sums that the verdict asks for, of groups that it admits. */
    Map<Integer, long[]> settle(
            Verdict verdict,
            Combination combination,
            Function<String, Map<Integer, HeldChunk>> committed,
            LogReader log) {
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
        List<double[]> mixing = verdict.getMixing().stream()
                .map(row -> row.getShares().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toList();
        RowSums kernel = RowSums.of(combination, factor, weights, mixing);
        int scaleBits = HiddenRound.scaleBits(opened, combination);
        Map<Integer, long[]> settled = new TreeMap<>();
        for (int index : indexes) {
            long[] sum = new long[layout.length(index)];
            kernel.sum(rows(groups, index), 0, sum.length, scaleBits, sum, 0);
            settled.put(index, sum);
        }
        return settled;
    }

    private List<OpenedGroup> open(
            List<GroupOpening> openings, Function<String, Map<Integer, HeldChunk>> committed, LogReader log) {
        ChunkLog<long[]> chunks = new ChunkLog<>(opened, partition, deserializer, reader, log);
        List<OpenedGroup> groups = new ArrayList<>();
        openings.forEach(opening -> groups.add(sums.open(opening, committed, chunks)));
        return groups;
    }

    private Row[] rows(List<OpenedGroup> groups, int index) {
        return groups.stream()
                .map(group -> Row.of(group.mean(index, opened.getScaleBits())))
                .toArray(Row[]::new);
    }

    void close() {
        sums.clear();
    }
}
