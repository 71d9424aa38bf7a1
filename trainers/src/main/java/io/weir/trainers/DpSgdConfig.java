package io.weir.trainers;

/**
 * How DP-SGD clips and how much noise it adds (Abadi et al. 2016, algorithm 1).
 *
 * @param clip largest Euclidean norm of one row's gradient, above 0
 * @param noiseMultiplier the noise's deviation divided by the clip, above 0
 */
public record DpSgdConfig(double clip, double noiseMultiplier) {
    private static final double MAX = 1e6;

    /** Validates both. */
    public DpSgdConfig {
        require("gradient clip", clip);
        require("noise multiplier", noiseMultiplier);
    }

    private static void require(String key, double value) {
        if (!(value > 0 && value <= MAX)) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: above 0, at most 1e6");
        }
    }

    /**
     * The probability with which a row takes part in a step.
     *
     * @param rows of the bank, at least 1
     */
    public static double samplingRate(int rows, TrainingConfig config) {
        return (double) Math.min(rows, config.batchSize()) / rows;
    }

    /**
     * Steps of one local training.
     *
     * @param rows of the bank, at least 1
     */
    public static int steps(int rows, TrainingConfig config) {
        return Math.multiplyExact(
                config.epochs(), Math.max(1, Math.round((float) rows / Math.min(rows, config.batchSize()))));
    }
}
