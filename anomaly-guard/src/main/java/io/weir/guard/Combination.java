package io.weir.guard;

/** What becomes of the admitted updates, coordinate by coordinate; every result is an exact integer sum and a divisor. */
public sealed interface Combination {
    /** The sum of the values times their weights, divided by the total weight. Terms can be added and taken back. */
    record WeightedSum() implements Combination {
        @Override
        public long divisor(long totalWeight, int updates) {
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

        /** The first of {@code updates} ranks that counts. */
        public int from(int updates) {
            return Math.min(trim, (updates - 1) / 2);
        }

        /** The rank after the last that counts. */
        public int to(int updates) {
            return updates - from(updates);
        }

        @Override
        public long divisor(long totalWeight, int updates) {
            return (long) to(updates) - from(updates);
        }
    }

    /** What the sums are divided by; at least 1 if there is an update. */
    long divisor(long totalWeight, int updates);
}
