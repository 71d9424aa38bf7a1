package io.weir.guard.pipeline;

import io.weir.guard.Combination;
import java.util.Optional;

/** The last stage: how one vector comes from the rows. */
public non-sealed interface Aggregation extends Stage {
    /** What is done with each coordinate. */
    Combination combination();

    /** Whether rows must be single updates; those that were mixed have no history. */
    default boolean needsSingles() {
        return combination() instanceof Combination.WeightedSum;
    }

    /** Whether {@link #noise} is ever above 0. */
    default boolean addsNoise() {
        return false;
    }

    /** Standard deviation of the noise that every coordinate of the result gets. */
    default double noise(Rows rows) {
        return 0;
    }

    /** Whether the reference's update goes into the result. */
    default boolean sumsReference() {
        return false;
    }

    /** Which rows count, and how much. */
    Result aggregate(Rows rows);

    /** What goes into the combination. */
    sealed interface Result {
        /** Every row by its update's weight; for updates that were not mixed. Goes with a weighted sum. */
        record Weighted() implements Result {}

        /**
         * {@code Σ_r coefficients[r] · y_r}. Goes with a linear combination.
         *
         * @param coefficients one a row, not negative, their sum with the reference's at most 1 but for rounding
         * @param scores by which rows were selected, if it was by one number each
         * @param reference the coefficient of the reference's update; 0 but where {@link #sumsReference} says so
         */
        record Coefficients(double[] coefficients, Optional<Scores> scores, double reference) implements Result {
            public Coefficients(double[] coefficients) {
                this(coefficients, Optional.empty());
            }

            public Coefficients(double[] coefficients, Optional<Scores> scores) {
                this(coefficients, scores, 0);
            }
        }

        /**
         * The values of these rows, without weights. Goes with a combination by ranks.
         *
         * @param scores by which rows were selected, if it was by one number each
         */
        record Chosen(int[] rows, Optional<Scores> scores) implements Result {
            public Chosen(int[] rows) {
                this(rows, Optional.empty());
            }
        }
    }
    /**
     * Why rows were selected.
     *
     * @param meaning what the number is, in words
     * @param values one a row; smaller is better
     * @param limit the largest of the rows that count
     */
    record Scores(String meaning, double[] values, double limit) {}
}
