package io.weir.guard;

/**
 * What becomes of the rows of a verdict, coordinate by coordinate; every result is an exact integer sum and a divisor. A
 * row is an update, or a mixture of updates where the verdict says so ({@link Judgement#mixing}).
 */
public sealed interface Combination {
    /** The sum of the updates times weight and factor, divided by the total weight. Terms can be added and taken back. */
    record WeightedSum() implements Combination {
        @Override
        public long divisor(long totalWeight, int rows) {
            return totalWeight;
        }
    }

    /** The sum of the updates times factor; weights are 1 but for the divisor, which the judgement names. */
    record Linear() implements Combination {
        @Override
        public long divisor(long totalWeight, int rows) {
            return totalWeight;
        }
    }

    /**
     * The sum of the values of the middle ranks, weights left aside, divided by how many they are. Needs every value at
     * once.
     *
     * @param trim values left out at each end, at least 0; at most so many that one value is left, or two of an even
     *     number
     */
    record MiddleRanks(int trim) implements Combination {
        public MiddleRanks {
            if (trim < 0) {
                throw new IllegalArgumentException("trim " + trim + " is negative");
            }
        }

        /** The first of {@code rows} ranks that counts. */
        public int from(int rows) {
            return Math.min(trim, (rows - 1) / 2);
        }

        /** The rank after the last that counts. */
        public int to(int rows) {
            return rows - from(rows);
        }

        @Override
        public long divisor(long totalWeight, int rows) {
            return (long) to(rows) - from(rows);
        }
    }

    /**
     * The sum of the values nearest to the median, all but {@code leaveOut} of them and at least one, divided by how many
     * they are. Needs every value at once.
     *
     * @param leaveOut values left out, at least 0
     */
    record NearestToMedian(int leaveOut) implements Combination {
        public NearestToMedian {
            if (leaveOut < 0) {
                throw new IllegalArgumentException("leaveOut " + leaveOut + " is negative");
            }
        }

        /** How many of {@code rows} values count. */
        public int count(int rows) {
            return Math.max(1, rows - leaveOut);
        }

        @Override
        public long divisor(long totalWeight, int rows) {
            return count(rows);
        }
    }

    /** What the sums are divided by; at least 1 if there is an update. */
    long divisor(long totalWeight, int rows);
}
