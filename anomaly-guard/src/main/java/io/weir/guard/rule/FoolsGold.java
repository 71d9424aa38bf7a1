package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.Gram;
import io.weir.guard.history.History;
import io.weir.guard.history.Memory;
import io.weir.guard.history.ParticipantHistory;
import io.weir.guard.history.Sketches;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * FoolsGold (Fung, Yoon, Beschastnikh 2020, algorithm 1): {@code Σ α_i y_i / Σ α_i}, where a participant whose summed
 * updates point where another's do loses weight, as sybils share a goal. All features count alike. Sums are sketches: exact
 * for short models, otherwise cosines are off by about 1/16.
 *
 * @param epsilon keeps divisions and the logarithm finite
 */
public record FoolsGold(double epsilon) implements Aggregation {
    public static final String NAME = "foolsgold";
    public static final double DEFAULT_EPSILON = 1e-5;

    private static final double CERTAIN = 0.99;
    private static final int ROWS_MAX = 256;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Memory> remembers() {
        return Set.of(Memory.UPDATES, Memory.SUMS);
    }

    @Override
    public int rowsMax() {
        return ROWS_MAX;
    }

    @Override
    public boolean needsSingles() {
        return true;
    }

    @Override
    public Combination combination() {
        return new Combination.Linear();
    }

    @Override
    public Result aggregate(Rows rows) {
        Gram histories = histories(rows);
        double[] alikeness = alikeness(histories);
        double[] weights = weights(histories);
        double total = Arrays.stream(weights).reduce(0, Double::sum);
        double limit = 0;
        for (int r = 0; r < weights.length; r++) {
            limit = weights[r] > 0 ? Math.max(limit, alikeness[r]) : limit;
        }
        return new Result.Coefficients(
                Arrays.stream(weights)
                        .map(weight -> total > 0 ? weight / total : 0)
                        .toArray(),
                Optional.of(
                        new Scores("largest pardoned cosine of its summed updates with another's", alikeness, limit)));
    }

    /** Inner products of the sums of all updates, this round's among them. */
    private static Gram histories(Rows rows) {
        History history = rows.history();
        double[][] sums = new double[rows.size()][];
        for (int r = 0; r < sums.length; r++) {
            String participant = rows.update(r).participant();
            Optional<double[]> before =
                    Optional.ofNullable(history.participants().get(participant)).flatMap(ParticipantHistory::sum);
            sums[r] = Sketches.sum(before, rows.sketches().get(participant));
        }
        double[] products = new double[Gram.length(sums.length)];
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = Sketches.product(sums[i], sums[j]);
            }
        }
        return Gram.ofTriangle(sums.length, products);
    }

    /**
     * A weight in [0, 1] for each participant, {@code α_i = clamp(ln(w_i/(1 − w_i)) + 0.5)} with {@code w_i = 1 − max_j
     * cos_ij}, scaled to a maximum of 1, after cosines with a more suspect participant were pardoned by the ratio of
     * both maxima. All 0 if every one is a copy of another.
     *
     * @param histories inner products of the participants' summed updates
     */
    public double[] weights(Gram histories) {
        double[] weights = Arrays.stream(alikeness(histories))
                .map(alike -> Math.min(1, Math.max(0, 1 - alike)))
                .toArray();
        double largest = Arrays.stream(weights).max().orElse(0);
        for (int i = 0; i < weights.length && largest > 0; i++) {
            double w = weights[i] == largest ? CERTAIN : weights[i] / largest;
            weights[i] = Math.min(1, Math.max(0, StrictMath.log(w / (1 - w) + epsilon) + 0.5));
        }
        return weights;
    }

    /** The largest pardoned cosine of each with another. */
    private double[] alikeness(Gram histories) {
        int n = histories.size();
        double[] suspicion = new double[n];
        for (int i = 0; i < n; i++) {
            suspicion[i] = maximum(histories, i, new double[0]) + epsilon;
        }
        double[] alikeness = new double[n];
        Arrays.setAll(alikeness, i -> maximum(histories, i, suspicion));
        return alikeness;
    }

    /** The largest cosine with another, pardoned where {@code suspicion} is given; at least 0, the cosine's own entry. */
    private static double maximum(Gram histories, int i, double[] suspicion) {
        double maximum = 0;
        for (int j = 0; j < histories.size(); j++) {
            double cosine = i == j ? 0 : histories.cosine(i, j);
            boolean pardon = i != j && suspicion.length > 0 && suspicion[i] < suspicion[j];
            maximum = Math.max(maximum, pardon ? cosine * suspicion[i] / suspicion[j] : cosine);
        }
        return maximum;
    }
}
