package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.wire.Admission;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever happens on the way, the sum of the admitted updates has the same bits. */
class ExactSumTest {
    private static final int PARAMETERS = 23;
    private static final int BANKS = 4;

    private static final Federation FEDERATION = new Federation(BANKS, PARAMETERS, 5);

    @Property(tries = 150)
    void arrivalOrderPartitionsDuplicatesAndRestartsDoNotChangeABit(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
        Random random = new Random(seed);
        RoundOpened opened = FEDERATION.opened(1, partitions);
        Map<String, Integer> weights = weights(random);
        Map<String, Double> admitted = admitted(random);
        MemoryLog log = arrive(opened, weights, random);

        long[] sums = sum(opened, log, admitted, random);

        assertThat(sums).containsExactly(expected(weights, admitted));
    }

    @Test
    void nothingIsReadAgainWhenEverybodyIsAdmitted() {
        RoundOpened opened = FEDERATION.opened(1, 2);
        MemoryLog log = arrive(opened, weights(new Random(1)), null);
        Map<String, Double> everybody = new LinkedHashMap<>();
        FEDERATION.banks().forEach(bank -> everybody.put(bank, 1.0));

        sum(opened, log, everybody, null);

        assertThat(log.reads()).isZero();
    }

    private static Map<String, Integer> weights(Random random) {
        Map<String, Integer> weights = new TreeMap<>();
        FEDERATION.banks().forEach(bank -> weights.put(bank, 1 + random.nextInt(1000)));
        return weights;
    }

    /** At least one bank, some of them clipped. */
    private static Map<String, Double> admitted(Random random) {
        Map<String, Double> admitted = new TreeMap<>();
        for (String bank : FEDERATION.banks()) {
            if (admitted.isEmpty() || random.nextBoolean()) {
                admitted.put(bank, random.nextInt(3) == 0 ? 0.3 : 1.0);
            }
        }
        return admitted;
    }

    /** Interleaves the banks' records at random, keeping each bank's own order, and repeats some of them. */
    private static MemoryLog arrive(RoundOpened opened, Map<String, Integer> weights, Random random) {
        List<List<Sent>> waiting = new ArrayList<>();
        weights.forEach(
                (bank, weight) -> waiting.add(new ArrayList<>(FEDERATION.update(opened, bank, delta(bank), weight))));
        if (random != null) {
            Collections.shuffle(waiting, random);
        }
        MemoryLog log = new MemoryLog();
        while (!waiting.isEmpty()) {
            List<Sent> bank = waiting.get(random == null ? 0 : random.nextInt(waiting.size()));
            Sent next = bank.remove(0);
            log.append(opened.getTopic(), next);
            if (random != null && random.nextInt(4) == 0) {
                log.append(opened.getTopic(), next);
            }
            waiting.removeIf(List::isEmpty);
        }
        return log;
    }

    private static long[] sum(RoundOpened opened, MemoryLog log, Map<String, Double> admitted, Random random) {
        long[] sums = new long[PARAMETERS];
        for (int partition = 0; partition < opened.getPartitions(); partition++) {
            RoundSlice slice = absorbAll(opened, partition, log, random);
            slice.settle(verdict(admitted), log)
                    .forEach((chunk, values) -> System.arraycopy(values, 0, sums, chunk * 5, values.length));
        }
        return sums;
    }

    private static RoundSlice absorbAll(RoundOpened opened, int partition, MemoryLog log, Random random) {
        RoundSlice slice = new RoundSlice(opened, partition, FEDERATION.serde().deserializer());
        long crashAt = random == null ? -1 : random.nextInt(20);
        for (long offset = 0; offset < log.endOffset(opened.getTopic(), partition); offset++) {
            if (offset == crashAt) {
                slice = new RoundSlice(opened, partition, FEDERATION.serde().deserializer());
                RoundSlice rebuilt = slice;
                log.read(opened.getTopic(), partition, 0, offset, rebuilt::absorb);
            }
            slice.absorb(log.of(opened.getTopic(), partition).get((int) offset));
        }
        return slice;
    }

    private static Verdict verdict(Map<String, Double> admitted) {
        List<Admission> admissions = new ArrayList<>();
        admitted.forEach((bank, factor) -> admissions.add(new Admission(bank, 1, factor, 1.0)));
        ByteBuffer none = ByteBuffer.allocate(0);
        return new Verdict(
                "test",
                1L,
                "fedavg",
                Map.of(),
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

    private static float[] delta(String bank) {
        return FEDERATION.delta(bank.hashCode());
    }

    /** The definition, in exact arithmetic. */
    private static long[] expected(Map<String, Integer> weights, Map<String, Double> admitted) {
        Map<Integer, BigInteger> sums = new HashMap<>();
        admitted.forEach((bank, factor) -> {
            float[] delta = delta(bank);
            for (int i = 0; i < PARAMETERS; i++) {
                double scaled = delta[i] * (factor * Math.scalb(1.0, 24));
                BigInteger q = new BigDecimal(scaled)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .toBigInteger();
                sums.merge(i, q.multiply(BigInteger.valueOf(weights.get(bank))), BigInteger::add);
            }
        });
        long[] expected = new long[PARAMETERS];
        sums.forEach((i, sum) -> expected[i] = sum.longValueExact());
        return expected;
    }
}
