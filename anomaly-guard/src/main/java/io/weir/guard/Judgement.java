package io.weir.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A rule's answer on a round.
 *
 * @param decisions one for every update, by participant
 * @param mixing the rows that the combination works on: row r is {@code Σ_i mixing[r][i] · x_i}, with one column an
 *     admitted update, in their order; empty if the rows are the admitted updates themselves
 * @param divisor what the sums are divided by; 0 leaves it to the combination
 * @param noise standard deviation of the noise that every coordinate of the result gets; 0 for none
 */
public record Judgement(Map<String, Decision> decisions, List<double[]> mixing, long divisor, double noise) {
    public Judgement {
        decisions = Map.copyOf(decisions);
        mixing = mixing.stream().map(double[]::clone).toList();
    }

    /** Without noise. */
    public Judgement(Map<String, Decision> decisions, List<double[]> mixing, long divisor) {
        this(decisions, mixing, divisor, 0);
    }

    /** Rows are the admitted updates; the combination knows its divisor. */
    public static Judgement of(Map<String, Decision> decisions) {
        return new Judgement(decisions, List.of(), 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Judgement that
                && decisions.equals(that.decisions)
                && divisor == that.divisor
                && noise == that.noise
                && Arrays.deepEquals(mixing.toArray(), that.mixing.toArray());
    }

    @Override
    public int hashCode() {
        return decisions.hashCode();
    }
}
