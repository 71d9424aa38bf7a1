package io.weir.cli.bank;

import io.weir.client.budget.BudgetRecords;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.dp.accounting.NoiseCalibration;
import io.weir.trainers.DpSgdConfig;
import io.weir.trainers.TrainingConfig;
import io.weir.wire.PrivacyBudget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The differential privacy that a federation's training settings ask of every bank, for each of its rows.
 *
 * @param epsilon of all planned rounds together, above 0
 * @param delta of all planned rounds together, between 0 and 1
 * @param clip largest norm of a row's gradient
 * @param rounds that the budget is divided among; in later ones a bank does not train
 */
public record PrivacySettings(double epsilon, double delta, double clip, long rounds) {
    /** Key of {@link #epsilon}; where it is set, training is private. */
    public static final String EPSILON = "dp.epsilon";

    /** Key of {@link #delta}. */
    public static final String DELTA = "dp.delta";

    /** Key of {@link #clip}. */
    public static final String CLIP = "dp.clip";

    /** Key of {@link #rounds}. */
    public static final String ROUNDS = "dp.rounds";

    private static final String DEFAULT_DELTA = "1e-5";
    private static final String DEFAULT_CLIP = "1.0";

    /** Validates every value. */
    public PrivacySettings {
        require(EPSILON, epsilon, epsilon > 0 && epsilon <= 1000, "above 0, at most 1000");
        require(DELTA, delta, delta > 0 && delta < 1, "between 0 and 1");
        require(CLIP, clip, clip > 0 && clip <= 1e6, "above 0, at most 1e6");
        require(ROUNDS, rounds, rounds >= 1, "1 or more");
    }

    private static void require(String key, Number value, boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "training setting '" + key + "' is " + value + ": allowed is " + allowed);
        }
    }

    static boolean isAskedFor(Map<String, String> settings) {
        return settings.containsKey(EPSILON);
    }

    /** Delta, clip and rounds of a federation that asked for epsilon. */
    static Map<String, String> defaults(long rounds) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(DELTA, DEFAULT_DELTA);
        defaults.put(CLIP, DEFAULT_CLIP);
        defaults.put(ROUNDS, String.valueOf(rounds));
        return defaults;
    }

    /**
     * Reads settings; empty without {@code dp.epsilon}.
     *
     * @throws IllegalArgumentException if a value is malformed, out of range, or set without {@code dp.epsilon}
     */
    public static Optional<PrivacySettings> parse(Map<String, String> settings) {
        if (!isAskedFor(settings)) {
            settings.keySet().stream()
                    .filter(key -> key.startsWith("dp."))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new IllegalArgumentException(
                                "training setting '" + key + "' needs " + EPSILON + ": without it nothing is private");
                    });
            return Optional.empty();
        }
        if (!settings.containsKey(ROUNDS)) {
            throw new IllegalArgumentException("training setting '" + EPSILON + "' needs " + ROUNDS
                    + ": the number of rounds that share the budget");
        }
        return Optional.of(new PrivacySettings(
                TrainingSettings.number(EPSILON, settings.get(EPSILON)),
                TrainingSettings.number(DELTA, settings.getOrDefault(DELTA, DEFAULT_DELTA)),
                TrainingSettings.number(CLIP, settings.getOrDefault(CLIP, DEFAULT_CLIP)),
                (long) TrainingSettings.number(ROUNDS, settings.get(ROUNDS))));
    }

    /** What a federation with these settings lets a bank spend. */
    public PrivacyBudget budget() {
        return new PrivacyBudget(epsilon, delta);
    }

    /**
     * What a bank does in all rounds: as much noise as its rows need by the RDP accountant. {@link BudgetRecords} count by
     * another, which finds less, so that what is planned fits the budget.
     *
     * @param rows the bank trains on
     * @throws IllegalArgumentException if delta is too large for so few rows or too small to count, or no noise is enough
     */
    public GaussianPlan plan(int rows, TrainingConfig config) {
        if (delta * rows >= 1) {
            throw new IllegalArgumentException("training setting '" + DELTA + "' is " + delta + " for a bank of " + rows
                    + " rows: it must be below 1/rows, else a row given away now and then would count as private");
        }
        double rate = DpSgdConfig.samplingRate(rows, config);
        long steps = rounds * DpSgdConfig.steps(rows, config);
        double multiplier = NoiseCalibration.noiseMultiplier(epsilon, delta, rate, steps, Accounting.RDP);
        GaussianPlan plan = new GaussianPlan(rate, multiplier, steps);
        double counted = BudgetRecords.epsilon(plan, delta);
        if (counted > epsilon) {
            throw new IllegalArgumentException(
                    "training setting '" + DELTA + "' is " + delta + ": with it the ledger would"
                            + " count an epsilon of " + counted + " for what is planned to cost " + epsilon
                            + "; 1e-11 and more can be told apart from rounding");
        }
        return plan;
    }
}
