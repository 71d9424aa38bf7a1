package io.weir.trainers.data;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Quality of predicted probabilities. ROC AUC and average precision need both classes and are empty without; no measure
 * is defined for no rows.
 */
public final class Metrics {
    private static final double SMALLEST_PROBABILITY = 1e-7;

    private Metrics() {}

    /**
     * The area under the ROC curve: the probability that a random positive scores above a random negative, a tie
     * counting half (Mann-Whitney statistic with midranks).
     *
     * @param scores one per row, higher for more likely positive; finite
     * @param labels one per row, 0 or 1
     * @return 0 to 1, empty if a class is absent
     */
    public static OptionalDouble rocAuc(float[] scores, float[] labels) {
        int[] order = ascending(scores, labels);
        double positiveRanks = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            long tiedPositives = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tiedPositives += labels[order[to]] > 0 ? 1 : 0;
                to++;
            }
            positiveRanks += tiedPositives * ((from + 1 + to) / 2.0);
            positives += tiedPositives;
            from = to;
        }
        long negatives = order.length - positives;
        if (positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        double statistic = positiveRanks - positives * (positives + 1.0) / 2;
        return OptionalDouble.of(statistic / ((double) positives * negatives));
    }

    /**
     * Average precision as scikit-learn defines it: the sum over thresholds of (recall step × precision), without
     * interpolation; rows with equal scores share one threshold.
     *
     * @param scores one per row, higher for more likely positive; finite
     * @param labels one per row, 0 or 1
     * @return 0 to 1, empty if a class is absent
     */
    public static OptionalDouble averagePrecision(float[] scores, float[] labels) {
        int[] order = ascending(scores, labels);
        long positives = 0;
        double sum = 0;
        for (int to = order.length; to > 0; ) {
            int from = to;
            long before = positives;
            while (from > 0 && scores[order[from - 1]] == scores[order[to - 1]]) {
                from--;
                positives += labels[order[from]] > 0 ? 1 : 0;
            }
            sum += (positives - before) * ((double) positives / (order.length - from));
            to = from;
        }
        return positives == 0 || positives == order.length
                ? OptionalDouble.empty()
                : OptionalDouble.of(sum / positives);
    }

    /**
     * The mean negative log likelihood in nats; probabilities are kept within 1e-7 of 0 and 1.
     *
     * @param probabilities one per row
     * @param labels one per row, 0 or 1
     * @return 0 or more, empty if there are no rows
     */
    public static OptionalDouble logLoss(float[] probabilities, float[] labels) {
        requireScores(probabilities, labels);
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            double probability = labels[row] > 0 ? probabilities[row] : 1.0 - probabilities[row];
            sum -= Math.log(Math.min(1 - SMALLEST_PROBABILITY, Math.max(SMALLEST_PROBABILITY, probability)));
        }
        return labels.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / labels.length);
    }

    private static void requireScores(float[] scores, float[] labels) {
        if (scores.length != labels.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + labels.length + " labels");
        }
        for (int row = 0; row < scores.length; row++) {
            if (!Float.isFinite(scores[row])) {
                throw new IllegalArgumentException(
                        "the score of row " + row + " is " + scores[row] + "; finite needed");
            }
        }
    }

    private static int[] ascending(float[] scores, float[] labels) {
        requireScores(scores, labels);
        long[] keys = new long[scores.length];
        for (int row = 0; row < keys.length; row++) {
            int bits = Float.floatToIntBits(scores[row] + 0f);
            int sortable = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[row] = ((long) sortable << Integer.SIZE) | row;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
