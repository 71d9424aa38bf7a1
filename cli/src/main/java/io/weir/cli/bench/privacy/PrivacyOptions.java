package io.weir.cli.bench.privacy;

import io.weir.cli.LabelledCsv;
import io.weir.cli.federation.StatisticsSource;
import io.weir.trainers.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param data a file whose rows are dealt out evenly, or generated transactions
 * @param epsilons budgets; an infinite one is training without differential privacy
 * @param training settings of the private runs over their defaults
 * @param seeds how many, from {@code seed} on; means are over them
 * @param statistics where centre and scale of numeric columns come from; from the schema, a file's are of rows that no bank
 *     has
 * @param whole for privacy of whole participants; empty for that of rows
 */
public record PrivacyOptions(
        Optional<LabelledCsv> data,
        ModelSpec model,
        int banks,
        int rounds,
        List<Double> epsilons,
        double delta,
        Map<String, String> training,
        long seed,
        int seeds,
        StatisticsSource statistics,
        Optional<Whole> whole) {
    /**
     * Privacy of whole participants.
     *
     * @param shares banks that share the noise of a sum, of which nothing else is seen
     * @param clip largest norm of an update
     */
    public record Whole(int shares, double clip) {}

    /** Validates every value. */
    public PrivacyOptions {
        epsilons = List.copyOf(epsilons);
        training = Map.copyOf(training);
        check("--banks", banks, 2, 100);
        check("--rounds", rounds, 1, 10_000);
        check("--seeds", seeds, 1, 100);
        int all = banks;
        whole.ifPresent(privacy -> check("--participant-dp-shares", privacy.shares(), 1, all));
        if (epsilons.isEmpty() || epsilons.stream().anyMatch(epsilon -> !(epsilon > 0))) {
            throw new IllegalArgumentException("--epsilon is " + epsilons + ": allowed are numbers above 0 and inf");
        }
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }
}
