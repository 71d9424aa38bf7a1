package io.weir.trainers.data;

import java.util.List;
import java.util.function.Function;

/** What preprocessing needs to know of one feature; each component is a sum over rows and so adds up across banks. */
public sealed interface ColumnStatistics {
    /** Returns what the function of this kind makes of it. */
    <T> T match(Function<NumericStatistics, T> numeric, Function<CategoricalStatistics, T> categorical);

    /**
     * Of a numeric feature.
     *
     * @param count rows with a finite number
     * @param sum of those numbers
     * @param sumOfSquares of those numbers
     */
    record NumericStatistics(long count, double sum, double sumOfSquares) implements ColumnStatistics {
        /** Relative difference below which a variance computed from sums is rounding. */
        private static final double ROUNDING = 1e-13;

        /** Returns the mean, 0 where there is no number. */
        public double mean() {
            return count == 0 ? 0 : sum / count;
        }

        /**
         * Returns the population standard deviation; 0 where the numbers are equal, or differ by less than the
         * difference of sums can tell from rounding.
         */
        public double standardDeviation() {
            if (count == 0) {
                return 0;
            }
            double meanSquare = sumOfSquares / count;
            double variance = meanSquare - mean() * mean();
            return variance > meanSquare * ROUNDING ? Math.sqrt(variance) : 0;
        }

        @Override
        public <T> T match(Function<NumericStatistics, T> numeric, Function<CategoricalStatistics, T> categorical) {
            return numeric.apply(this);
        }
    }

    /**
     * Of a categorical feature.
     *
     * @param counts rows of each category, in the schema's order
     */
    record CategoricalStatistics(List<Long> counts) implements ColumnStatistics {
        /** Copies the list. */
        public CategoricalStatistics {
            counts = List.copyOf(counts);
        }

        @Override
        public <T> T match(Function<NumericStatistics, T> numeric, Function<CategoricalStatistics, T> categorical) {
            return categorical.apply(this);
        }
    }
}
