package io.weir.guard.pipeline;

import io.weir.guard.Combination;

/** The last stage: how one vector comes from the rows. */
public non-sealed interface Aggregation extends Stage {
    /** What is done with each coordinate. */
    Combination combination();

    /** Which rows count, and how much. */
    Result aggregate(Rows rows);

    /** What goes into the combination. */
    sealed interface Result {
        /** Every row by its update's weight; for updates that were not mixed. Goes with a weighted sum. */
        record Weighted() implements Result {}

        /**
         * {@code Σ_r coefficients[r] · y_r}. Goes with a linear combination.
         *
         * @param coefficients one a row, not negative, their sum at most 1 but for rounding
         */
        record Coefficients(double[] coefficients) implements Result {}

        /** The values of these rows, without weights. Goes with a combination by ranks. */
        record Chosen(int[] rows) implements Result {}
    }
}
