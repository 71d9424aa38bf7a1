package io.weir.cli.bench.leak;

import io.weir.cli.LabelledCsv;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param data a file, or normal numbers
 * @param batches rows of a participant, a column each
 * @param trials of the analytic attack
 * @param matchings trials of the attack by optimisation; 0 for none
 * @param steps of an optimisation
 */
public record LeakOptions(
        Optional<LabelledCsv> data, List<Integer> batches, int trials, int matchings, int steps, long seed) {
    /** Validates every value. */
    public LeakOptions {
        batches = List.copyOf(batches);
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("--batch needs a value");
        }
        batches.forEach(batch -> check("--batch", batch, 1, 256));
        check("--trials", trials, 1, 10_000);
        check("--matchings", matchings, 0, 10_000);
        check("--steps", steps, 1, 100_000);
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }
}
