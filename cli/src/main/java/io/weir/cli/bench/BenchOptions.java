package io.weir.cli.bench;

import io.weir.guard.Rules;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.Codec;
import java.util.Map;

/**
 * What is to be measured.
 *
 * @param participants updates in a round
 * @param parameters length of an update
 * @param repeat measured rounds, after one that warms up
 */
record BenchOptions(int participants, int parameters, String rule, Codec codec, int partitions, int repeat, long seed) {
    BenchOptions {
        check("--participants", participants, 1, 10_000);
        check("--parameters", parameters, 1, 100_000_000);
        check("--partitions", partitions, 1, 256);
        check("--repeat", repeat, 1, 1000);
        Rules.named(rule, Map.of());
        if (!ArrowCodecs.supported().contains(codec)) {
            throw new IllegalArgumentException(
                    "--codec " + codec + " is not built: use one of " + ArrowCodecs.supported());
        }
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }
}
