package io.weir.cli.bench;

import java.util.List;

/**
 * What is to be measured.
 *
 * @param retained numbers of rounds that are over and whose topics are still there; measured one after the other
 * @param watched the aggregator's {@code weir.rounds.watched}
 * @param repeat measured rounds, starts and provisionings, each
 */
record OpenRoundOptions(List<Integer> retained, int partitions, int watched, int repeat) {
    OpenRoundOptions {
        retained = List.copyOf(retained);
        if (retained.isEmpty()) {
            throw new IllegalArgumentException("--retained names no number: give some, say --retained 10,1000");
        }
        retained.forEach(count -> BenchOptions.check("--retained", count, 1, 10_000));
        BenchOptions.check("--partitions", partitions, 1, 256);
        BenchOptions.check("--watched", watched, 1, 10_000);
        BenchOptions.check("--repeat", repeat, 1, 1000);
    }
}
