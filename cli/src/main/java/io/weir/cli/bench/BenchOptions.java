package io.weir.cli.bench;

import io.weir.cli.RuleOption;
import io.weir.guard.Rules;
import io.weir.wire.Codec;
import java.util.List;
import java.util.Map;

/**
 * What is to be measured.
 *
 * @param participants updates in a round
 * @param parameters length of an update
 * @param warmUp rounds of a small federation before the measured ones: Java compiles while it runs
 * @param repeat measured rounds
 * @param aggregatorJvm options of the Java machine that the aggregator runs in
 */
record BenchOptions(
        int participants,
        int parameters,
        String rule,
        Codec codec,
        int partitions,
        int warmUp,
        int repeat,
        long seed,
        List<String> aggregatorJvm) {
    private static final long HEAP_BASE_MIB = 832;
    /** The sum in int64, its payload and its record, with room. */
    private static final long HEAP_BYTES_A_PARAMETER = 64;

    BenchOptions {
        check("--participants", participants, 1, 10_000);
        check("--parameters", parameters, 1, 100_000_000);
        check("--partitions", partitions, 1, 256);
        check("--warm-up", warmUp, 1, 1000);
        check("--repeat", repeat, 1, 1000);
        RuleOption.check(Rules.named(rule, Map.of()), "--participants", participants);
    }

    /**
     * A heap of fixed size, so that what is measured does not depend on when the heap grew. Half of it is young: what is
     * fetched lives for a moment. With less of it a round of 100 MB was collected twice, 3 to 9 ms each, and buffers that
     * were in use meanwhile grew old and ended in a full collection after ten rounds.
     */
    static List<String> defaultAggregatorJvm(int parameters) {
        long heapMib = HEAP_BASE_MIB + (long) parameters * HEAP_BYTES_A_PARAMETER / (1 << 20);
        return List.of(
                "-Xms" + heapMib + "m",
                "-Xmx" + heapMib + "m",
                "-Xmn" + heapMib / 2 + "m",
                "-XX:+UseParallelGC",
                "-XX:+AlwaysPreTouch");
    }

    static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }
}
