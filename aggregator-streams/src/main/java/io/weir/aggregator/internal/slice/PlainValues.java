package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Combination;
import io.weir.guard.Signs;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.Measures;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.arrow.FloatColumn;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Updates in the clear, or sealed for this process. What becomes of their values is the {@link SliceAccumulator}'s business. */
final class PlainValues implements SliceValues {
    private final SlicePart part;
    private final ChunkReader reader;
    private final boolean countsSigns;
    private final SliceAccumulator accumulator;

    /**
     * Holds nothing yet.
     *
     * @param opener of payloads, if they are sealed
     */
    PlainValues(SlicePart part, RowBuffers buffers, boolean countsSigns, Optional<UpdateOpener> opener) {
        this.part = part;
        this.reader = new ChunkReader(part.opened(), part.partition(), opener);
        this.countsSigns = countsSigns;
        VerdictRule announced = RoundRule.of(part.opened());
        Combination combination = announced.combination();
        Optional<RunningSum> running = RunningSum.isOf(combination)
                ? Optional.of(new RunningSum(
                        part.indexes(), part.layout(), part.opened().getScaleBits(), combination))
                : Optional.empty();
        this.accumulator =
                announced.needsGram() || !isRunning(announced) ? heldRows(buffers, running) : running.orElseThrow();
    }

    private static boolean isRunning(VerdictRule rule) {
        return rule.combination() instanceof Combination.WeightedSum;
    }

    private HeldRows heldRows(RowBuffers buffers, Optional<RunningSum> running) {
        return new HeldRows(
                part.indexes(), part.layout(), part.opened().getScaleBits(), buffers, HeldRows.STRIPE_BYTES, running);
    }

    /** Holds nothing. */
    private HeldRows readRows() {
        return heldRows(RowBuffers.none(), Optional.empty());
    }

    @Override
    public Optional<Refusal> read(UpdateChunk chunk) {
        return reader.read(chunk);
    }

    @Override
    public HeldChunk held(UpdateChunk chunk, long offset, byte[] sha256) {
        return new HeldChunk(
                chunk.getChunkIndex(),
                offset,
                sha256,
                chunk.getWeight(),
                reader.squaredNorm(),
                ValueTraits.of(reader.values()),
                countsSigns ? signs(reader.values()) : Signs.NONE);
    }

    static Signs signs(FloatColumn values) {
        Signs[] signs = {Signs.NONE};
        values.forEachPart((some, count, from) -> signs[0] = signs[0].plus(Signs.of(some, count)));
        return signs[0];
    }

    @Override
    public void keep(HeldChunk chunk, String participant) {
        accumulator.arrived(chunk, reader.values());
    }

    @Override
    public Map<Integer, double[]> products(
            List<String> participants, Measures measures, Committed committed, LogReader log) {
        List<Wanted> updates = participants.stream()
                .map(name -> new Wanted(committed.apply(name), 1))
                .toList();
        HeldRows rows = accumulator instanceof HeldRows held ? held : readRows();
        return rows.products(updates, measures, part.chunkLog(reader, log));
    }

    @Override
    public Map<Integer, long[]> settle(Verdict verdict, VerdictRule judged, Committed committed, LogReader log) {
        Map<Integer, long[]> sums = combine(verdict, judged, committed, part.chunkLog(reader, log));
        return verdict.getNoise() == null
                ? sums
                : NoisySums.of(sums, verdict, part.layout(), part.opened().getScaleBits());
    }

    private Map<Integer, long[]> combine(
            Verdict verdict, VerdictRule judged, Committed committed, ChunkSource<FloatColumn> log) {
        if (accumulator instanceof HeldRows || isRunning(judged)) {
            return settle(accumulator, judged.combination(), verdict, committed, log);
        }
        // A replay under a rule that needs every value at once, where only sums were kept.
        try (HeldRows rows = readRows()) {
            return settle(rows, judged.combination(), verdict, committed, log);
        }
    }

    /** What {@code values} make of the verdict's admitted updates. */
    static Map<Integer, long[]> settle(
            SliceAccumulator values,
            Combination combination,
            Verdict verdict,
            Committed committed,
            ChunkSource<FloatColumn> log) {
        List<Wanted> wanted = verdict.getAdmitted().stream()
                .map(admission -> new Wanted(committed.apply(admission.getParticipant()), admission.getClipFactor()))
                .toList();
        return values.settle(combination, wanted, mixing(verdict), log);
    }

    /** The rows that a combination by ranks works on. */
    static List<double[]> mixing(Verdict verdict) {
        return verdict.getMixing().stream()
                .map(row -> row.getShares().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toList();
    }

    @Override
    public void close() {
        accumulator.close();
    }
}
