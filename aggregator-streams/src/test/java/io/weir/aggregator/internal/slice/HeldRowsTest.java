package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.guard.Combination;
import io.weir.guard.Combination.MiddleRanks;
import io.weir.schemas.arrow.FloatColumn;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Admission;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Rules that need every value give the same bits whether values were held, read again, or some of each. */
class HeldRowsTest {
    private static final int PARAMETERS = 23;
    private static final int CHUNK = 5;
    private static final int BANKS = 7;

    private static final Federation FEDERATION = new Federation(BANKS, PARAMETERS, CHUNK);

    @Property(tries = 100)
    void theMedianHasTheSameBitsHoweverMuchIsHeld(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int partitions,
            @ForAll @IntRange(min = 0, max = 40) int buffersForChunks) {
        List<String> admitted = someBanks(new Random(seed));

        long[] sums = sum("median", Map.of(), seed, partitions, buffersForChunks, admitted);

        assertThat(sums).containsExactly(expected(admitted, BANKS));
    }

    @Property(tries = 100)
    void theTrimmedMeanHasTheSameBitsHoweverMuchIsHeld(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int partitions,
            @ForAll @IntRange(min = 0, max = 40) int buffersForChunks,
            @ForAll @IntRange(min = 0, max = 4) int f) {
        List<String> admitted = someBanks(new Random(seed));

        long[] sums = sum("trimmed-mean", Map.of("f", String.valueOf(f)), seed, partitions, buffersForChunks, admitted);

        assertThat(sums).containsExactly(expected(admitted, f));
    }

    @Test
    void whatIsHeldIsNotReadAgain() {
        MemoryLog log = arrive(opened("median", Map.of(), 1), new Random(1));

        long before = log.reads();
        settle(opened("median", Map.of(), 1), 0, log, new RowBuffers(1 << 20), FEDERATION.banks());

        assertThat(log.reads()).isEqualTo(before);
    }

    /** Some chunks are held and some are read again, for fewer columns at a time than a chunk has. */
    @Property(tries = 60)
    void stripesNarrowerThanAChunkChangeNoBit(@ForAll long seed, @ForAll @IntRange(min = 1, max = CHUNK) int columns) {
        RoundOpened opened = opened("median", Map.of(), 1);
        MemoryLog log = arrive(opened, new Random(seed));
        HeldRows rows = new HeldRows(
                List.of(0, 1, 2, 3, 4),
                new VectorChunks(PARAMETERS, CHUNK),
                opened.getScaleBits(),
                new RowBuffers(1 << 20),
                columns * Float.BYTES * BANKS,
                Optional.empty());
        RoundSlice slice = absorbed(opened, 0, log, RowBuffers.none());

        Map<Integer, long[]> sums = settle(new SomeArrived(rows, new Random(seed)), opened, slice, log);

        assertThat(flat(sums)).containsExactly(expected(FEDERATION.banks(), BANKS));
    }

    /** Before they are settled, a random half of the wanted chunks arrive. */
    private record SomeArrived(HeldRows rows, Random random) implements SliceAccumulator {
        @Override
        public void arrived(HeldChunk chunk, FloatColumn values) {
            rows.arrived(chunk, values);
        }

        @Override
        public Map<Integer, long[]> settle(
                Combination combination, List<Wanted> wanted, List<double[]> mixing, ChunkSource<FloatColumn> log) {
            log.read(
                    wanted.stream()
                            .flatMap(update -> update.chunks().values().stream())
                            .filter(chunk -> random.nextBoolean())
                            .toList(),
                    rows::arrived);
            return rows.settle(combination, wanted, mixing, log);
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Test
    void whatFoundNoRoomIsReadOnceForEveryStripe() {
        RoundOpened opened = opened("median", Map.of(), 1);
        MemoryLog log = arrive(opened, null);
        HeldRows rows = new HeldRows(
                List.of(0, 1, 2, 3, 4),
                new VectorChunks(PARAMETERS, CHUNK),
                opened.getScaleBits(),
                RowBuffers.none(),
                2 * Float.BYTES * BANKS,
                Optional.empty());
        RoundSlice slice = absorbed(opened, 0, log, RowBuffers.none());

        settle(rows, opened, slice, log);

        // Four chunks of 5 columns take three stripes of 2, the last of 3 columns takes two.
        assertThat(log.reads()).isGreaterThanOrEqualTo((4L * 3 + 2) * BANKS);
    }

    /** Some are admitted whole, some scaled, some not at all; whatever the round's rule was announced to be. */
    @Property(tries = 100)
    void aSumHasTheSameBitsWhetherOthersAreTakenBackOrTheAdmittedAdded(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int buffersForChunks,
            @ForAll @IntRange(max = 3) int refused,
            @ForAll @IntRange(max = 2) int scaled) {
        List<String> admitted = FEDERATION.banks().subList(refused, BANKS);
        RoundOpened opened = opened("multi-krum", Map.of("f", "1"), 1);
        MemoryLog log = arrive(opened, new Random(seed));
        Verdict verdict = scaled(verdict("multi-krum", Map.of("f", "1"), admitted), scaled);
        RowBuffers buffers = new RowBuffers((long) buffersForChunks * CHUNK * Float.BYTES);
        RoundSlice slice = absorbed(opened, 0, log, buffers);

        long[] first = flat(slice.settle(verdict, log));
        long[] again = flat(slice.settle(verdict, log));

        RoundOpened ranked = opened("median", Map.of(), 1);
        long[] added = flat(absorbed(ranked, 0, log, RowBuffers.none()).settle(verdict, log));
        assertThat(first).containsExactly(added);
        assertThat(again).containsExactly(added);
    }

    @Test
    void updatesThatMultiKrumLeavesOutAreTakenBackFromMemory() {
        RoundOpened opened = opened("multi-krum", Map.of("f", "1"), 1);
        MemoryLog log = arrive(opened, new Random(1));
        List<String> admitted = FEDERATION.banks().subList(1, BANKS);
        RoundSlice slice = absorbed(opened, 0, log, new RowBuffers(1 << 20));
        RoundSlice nothingHeld = absorbed(opened, 0, log, RowBuffers.none());
        long before = log.reads();

        slice.settle(verdict("multi-krum", Map.of("f", "1"), admitted), log);
        long held = log.reads();
        nothingHeld.settle(verdict("multi-krum", Map.of("f", "1"), admitted), log);

        assertThat(held).isEqualTo(before);
        assertThat(log.reads() - held).isLessThanOrEqualTo(2L * opened.getChunkCount());
    }

    @Test
    void closingASliceGivesItsBuffersBackForTheNextRound() {
        RoundOpened opened = opened("median", Map.of(), 1);
        RowBuffers buffers = new RowBuffers(1 << 20);
        MemoryLog log = arrive(opened, null);
        absorbed(opened, 0, log, buffers).close();
        long afterOne = buffers.allocatedBytes();

        absorbed(opened, 0, log, buffers).close();

        assertThat(afterOne).isEqualTo((long) BANKS * PARAMETERS * Float.BYTES);
        assertThat(buffers.allocatedBytes()).isEqualTo(afterOne);
    }

    @Test
    void anotherRuleThanTheRoundsReadsEverythingAgain() {
        RoundOpened opened = opened("fedavg", Map.of(), 1);
        MemoryLog log = arrive(opened, null);

        Map<Integer, long[]> sums = absorbed(opened, 0, log, RowBuffers.none())
                .settle(verdict("median", Map.of(), FEDERATION.banks()), log);

        assertThat(flat(sums)).containsExactly(expected(FEDERATION.banks(), BANKS));
    }

    private static List<String> someBanks(Random random) {
        List<String> banks = new ArrayList<>(FEDERATION.banks());
        Collections.shuffle(banks, random);
        return banks.subList(0, 1 + random.nextInt(BANKS));
    }

    private static RoundOpened opened(String rule, Map<String, String> parameters, int partitions) {
        return RoundOpened.newBuilder(FEDERATION.opened(1, partitions))
                .setRule(rule)
                .setRuleParameters(parameters)
                .build();
    }

    private static long[] sum(
            String rule,
            Map<String, String> parameters,
            long seed,
            int partitions,
            int buffersForChunks,
            List<String> admitted) {
        RoundOpened opened = opened(rule, parameters, partitions);
        MemoryLog log = arrive(opened, new Random(seed));
        RowBuffers buffers = new RowBuffers((long) buffersForChunks * CHUNK * Float.BYTES);
        long[] sums = new long[PARAMETERS];
        for (int partition = 0; partition < partitions; partition++) {
            settle(opened, partition, log, buffers, admitted)
                    .forEach((chunk, values) -> System.arraycopy(values, 0, sums, chunk * CHUNK, values.length));
        }
        return sums;
    }

    private static Map<Integer, long[]> settle(
            RoundOpened opened, int partition, MemoryLog log, RowBuffers buffers, List<String> admitted) {
        return absorbed(opened, partition, log, buffers)
                .settle(verdict(opened.getRule(), opened.getRuleParameters(), admitted), log);
    }

    private static Map<Integer, long[]> settle(
            SliceAccumulator rows, RoundOpened opened, RoundSlice slice, MemoryLog log) {
        SlicePart part = new SlicePart(opened, 0, FEDERATION.serde().deserializer());
        return PlainValues.settle(
                rows,
                new MiddleRanks(BANKS),
                verdict("median", Map.of(), FEDERATION.banks()),
                slice::committedChunks,
                part.chunkLog(new ChunkReader(opened, 0, Optional.empty()), log));
    }

    private static RoundSlice absorbed(RoundOpened opened, int partition, MemoryLog log, RowBuffers buffers) {
        RoundSlice slice = new RoundSlice(opened, partition, FEDERATION.serde().deserializer(), buffers);
        log.of(opened.getTopic(), partition).forEach(slice::absorb);
        return slice;
    }

    /** Interleaves the banks' records at random, or appends bank after bank. */
    private static MemoryLog arrive(RoundOpened opened, Random random) {
        List<List<Sent>> waiting = new ArrayList<>();
        FEDERATION
                .banks()
                .forEach(bank -> waiting.add(new ArrayList<>(
                        FEDERATION.update(opened, bank, delta(bank), 1 + Math.floorMod(bank.hashCode(), 7)))));
        MemoryLog log = new MemoryLog();
        while (!waiting.isEmpty()) {
            log.append(
                    opened.getTopic(),
                    waiting.get(random == null ? 0 : random.nextInt(waiting.size()))
                            .remove(0));
            waiting.removeIf(List::isEmpty);
        }
        return log;
    }

    private static Verdict verdict(String rule, Map<String, String> parameters, List<String> admitted) {
        ByteBuffer none = ByteBuffer.allocate(0);
        List<Admission> admissions =
                admitted.stream().map(bank -> new Admission(bank, 1, 1.0, 1.0)).toList();
        return new Verdict(
                "test",
                1L,
                rule,
                parameters,
                admissions,
                List.of(),
                1L,
                none,
                none,
                0L,
                List.of(),
                List.of(),
                null,
                List.of(),
                null);
    }

    private static Verdict scaled(Verdict verdict, int count) {
        List<Admission> admissions = new ArrayList<>(verdict.getAdmitted());
        for (int i = 0; i < count; i++) {
            admissions.set(
                    i,
                    Admission.newBuilder(admissions.get(i)).setClipFactor(0.75).build());
        }
        return Verdict.newBuilder(verdict).setAdmitted(admissions).build();
    }

    /** Values that meet in ties, in zero and in minus zero. */
    private static float[] delta(String bank) {
        float[] delta = FEDERATION.delta(bank.hashCode());
        for (int i = 0; i < delta.length; i += 3) {
            delta[i] = bank.hashCode() % 2 == 0 ? 0f : -0f;
        }
        return delta;
    }

    private static long[] flat(Map<Integer, long[]> chunks) {
        long[] sums = new long[PARAMETERS];
        chunks.forEach((chunk, values) -> System.arraycopy(values, 0, sums, chunk * CHUNK, values.length));
        return sums;
    }

    /** The definition: sort, leave f out at each end (or all but the middle), round, add. */
    private static long[] expected(List<String> admitted, int f) {
        int n = admitted.size();
        int trim = Math.min(f, (n - 1) / 2);
        long[] sums = new long[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            int column = i;
            double[] sorted = admitted.stream()
                    .mapToDouble(bank -> delta(bank)[column])
                    .sorted()
                    .toArray();
            for (double value : Arrays.copyOfRange(sorted, trim, n - trim)) {
                sums[i] += new BigDecimal(Math.scalb(value, 24))
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact();
            }
        }
        return sums;
    }
}
