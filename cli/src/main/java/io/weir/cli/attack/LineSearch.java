package io.weir.cli.attack;

import java.util.function.DoubleUnaryOperator;

/**
 * Looks for the largest value to the right of a start: steps from the best point so far that double as long as the value
 * grows, and shrink from the first that fails.
 *
 * @param evaluations how often the function may be computed, at least 1
 * @param step the first step
 * @param shrink by which a step shrinks, below 1
 */
public record LineSearch(int evaluations, double step, double shrink) {
    /** As attackers look for the strength of an attack. */
    public static final LineSearch OF_STRENGTH = new LineSearch(20, 10, 0.8);

    /** The best point that was met. */
    public double maximise(double start, DoubleUnaryOperator function) {
        double best = start;
        double bestValue = function.applyAsDouble(start);
        double width = step;
        boolean growing = true;
        for (int left = evaluations - 1; left > 0; left--) {
            double at = best + width;
            double value = function.applyAsDouble(at);
            boolean better = value > bestValue;
            if (better) {
                best = at;
                bestValue = value;
            }
            growing &= better;
            width *= growing ? 2 : shrink;
        }
        return best;
    }
}
