package io.weir.guard.rule;

import io.weir.guard.kernel.SplitMix;
import java.util.Arrays;

/**
 * Whether numbers are of one kind or of two, by the gap statistic (Tibshirani, Walther, Hastie 2001, section 3): with
 * {@code V_k} the squared distances to k means and {@code V*_k} those of as many uniform numbers, drawn anew
 * {@value #DRAWS} times, {@code Gap(k) = mean ln V*_k − ln V_k}; of two kinds if {@code Gap(1) < Gap(2) − s_2} with
 * {@code s_2} the deviation of {@code ln V*_2} times {@code √(1 + 1/B)}. As in FLDetector (Zhang et al. 2022, algorithm 2),
 * numbers are scaled to [0, 1]. In one dimension 2-means is exact, by trying every split.
 *
 * @param limit the largest of the lower kind
 * @param advantage {@code Gap(2) − s_2 − Gap(1)}
 */
record GapStatistic(double limit, double advantage) {
    private static final int DRAWS = 20;
    private static final double TINY = 1e-12;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * Judges.
     *
     * @param numbers at least 2
     * @param seed of the uniform numbers
     */
    static GapStatistic of(double[] numbers, long seed) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double range = sorted[n - 1] - sorted[0];
        if (!(range > 0)) {
            return new GapStatistic(sorted[n - 1], Double.NEGATIVE_INFINITY);
        }
        Split split =
                Split.of(Arrays.stream(sorted).map(x -> (x - sorted[0]) / range).toArray());
        double[] one = new double[DRAWS];
        double[] two = new double[DRAWS];
        for (int b = 0; b < DRAWS; b++) {
            long draw = SplitMix.mix(seed * DRAWS + b);
            double[] uniform = new double[n];
            Arrays.setAll(uniform, i -> SplitMix.unit(draw + GOLDEN * (i + 1)));
            Arrays.sort(uniform);
            Split ofUniform = Split.of(uniform);
            one[b] = log(ofUniform.whole());
            two[b] = log(ofUniform.parts());
        }
        double mean = mean(two);
        double deviation = Math.sqrt(
                mean(Arrays.stream(two).map(x -> (x - mean) * (x - mean)).toArray()));
        double gapOfOne = mean(one) - log(split.whole());
        double gapOfTwo = mean - log(split.parts());
        double advantage = gapOfTwo - deviation * Math.sqrt(1 + 1.0 / DRAWS) - gapOfOne;
        return new GapStatistic(sorted[split.lower() - 1], advantage);
    }

    boolean isOfTwoKinds() {
        return advantage > 0;
    }

    private static double log(double squares) {
        return StrictMath.log(Math.max(TINY, squares));
    }

    private static double mean(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }

    /** Sorted numbers in two parts: how many are in the lower one, and the squares to one mean and to two. */
    private record Split(int lower, double whole, double parts) {
        static Split of(double[] sorted) {
            int best = 1;
            double smallest = Double.POSITIVE_INFINITY;
            for (int k = 1; k < sorted.length; k++) {
                double parts = squares(sorted, 0, k) + squares(sorted, k, sorted.length);
                if (parts < smallest) {
                    smallest = parts;
                    best = k;
                }
            }
            return new Split(best, squares(sorted, 0, sorted.length), smallest);
        }

        private static double squares(double[] sorted, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += sorted[i];
            }
            double mean = sum / (to - from);
            double squares = 0;
            for (int i = from; i < to; i++) {
                squares += (sorted[i] - mean) * (sorted[i] - mean);
            }
            return squares;
        }
    }
}
