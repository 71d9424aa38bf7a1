package io.weir.cli.bench.leak;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param data a file, or normal numbers
 * @param batches rows of a participant, a column each
 * @param trials of the analytic attack
 * @param matchings trials of the attack by optimisation; 0 for none
 * @param steps of an optimisation
 */
public record LeakOptions(Optional<Csv> data, List<Integer> batches, int trials, int matchings, int steps, long seed) {
    /** A file, its label, and columns to leave out. */
    public record Csv(Path file, String label, Set<String> drop) {}

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

    /**
     * A file as the command line names it; empty without one.
     *
     * @param file null for normal numbers; then the others must be null or empty
     */
    public static Optional<Csv> data(Path file, String label, List<String> drop) {
        if (file == null) {
            if (label != null || !drop.isEmpty()) {
                throw new IllegalArgumentException("--label and --drop need --data FILE.csv");
            }
            return Optional.empty();
        }
        if (label == null) {
            throw new IllegalArgumentException("--data needs --label COLUMN: the column to predict");
        }
        return Optional.of(new Csv(file, label, Set.copyOf(drop)));
    }
}
