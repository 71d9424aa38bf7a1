package io.weir.trainers;

/**
 * How a bank trains in one round. All banks of a federation use the same values, except for the seed.
 *
 * @param epochs passes over the bank's rows, 1 to 1,000
 * @param batchSize rows per step, 1 to 65,536; the last batch of an epoch may be smaller
 * @param learningRate step size, above 0
 * @param optimizer how steps are taken
 * @param momentum of SGD, 0 (none) to below 1; must be 0 with Adam
 * @param l2 weight decay on weight matrices, 0 or more
 * @param proximal pull towards the round's global parameters, {@code mu/2·‖w − w_global‖²} over all parameters
 *     (FedProx: Li et al. 2020, eq. 2); 0 for plain FedAvg
 * @param positiveWeight weight of positive rows in the loss, above 0; 1 for none
 * @param logitOffset added to every logit in the loss but not in predictions; a bank's {@link LabelShift} correction,
 *     0 for none, -100 to 100
 * @param seed of the shuffles
 */
public record TrainingConfig(
        int epochs,
        int batchSize,
        double learningRate,
        Optimizer optimizer,
        double momentum,
        double l2,
        double proximal,
        double positiveWeight,
        double logitOffset,
        long seed) {
    private static final int MAX_EPOCHS = 1_000;
    private static final int MAX_BATCH_SIZE = 65_536;
    private static final double MAX_REAL = 1e6;
    private static final double MAX_OFFSET = 100;

    /** Validates every value. */
    public TrainingConfig {
        require("epochs", epochs, epochs >= 1 && epochs <= MAX_EPOCHS, "1 to " + MAX_EPOCHS);
        require("batch size", batchSize, batchSize >= 1 && batchSize <= MAX_BATCH_SIZE, "1 to " + MAX_BATCH_SIZE);
        require("learning rate", learningRate, learningRate > 0 && learningRate <= MAX_REAL, "above 0, at most 1e6");
        require("momentum", momentum, momentum >= 0 && momentum < 1, "0 to below 1");
        require("momentum with Adam", momentum, momentum == 0 || optimizer == Optimizer.SGD, "0");
        require("l2", l2, l2 >= 0 && l2 <= MAX_REAL, "0 to 1e6");
        require("proximal", proximal, proximal >= 0 && proximal <= MAX_REAL, "0 to 1e6");
        require(
                "positive weight",
                positiveWeight,
                positiveWeight > 0 && positiveWeight <= MAX_REAL,
                "above 0, at most 1e6");
        require("logit offset", logitOffset, Math.abs(logitOffset) <= MAX_OFFSET, "-100 to 100");
    }

    private static void require(String key, Number value, boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: " + allowed);
        }
    }

    /** Returns a configuration without momentum, decay, proximal term, class weight or offset, seed 0. */
    public static TrainingConfig of(int epochs, int batchSize, double learningRate, Optimizer optimizer) {
        return new TrainingConfig(epochs, batchSize, learningRate, optimizer, 0, 0, 0, 1, 0, 0);
    }

    /** Returns this configuration with another number of epochs. */
    public TrainingConfig withEpochs(int value) {
        return new TrainingConfig(
                value, batchSize, learningRate, optimizer, momentum, l2, proximal, positiveWeight, logitOffset, seed);
    }

    /** Returns this configuration with another batch size. */
    public TrainingConfig withBatchSize(int value) {
        return new TrainingConfig(
                epochs, value, learningRate, optimizer, momentum, l2, proximal, positiveWeight, logitOffset, seed);
    }

    /** Returns this configuration with another learning rate. */
    public TrainingConfig withLearningRate(double value) {
        return new TrainingConfig(
                epochs, batchSize, value, optimizer, momentum, l2, proximal, positiveWeight, logitOffset, seed);
    }

    /** Returns this configuration with another momentum. */
    public TrainingConfig withMomentum(double value) {
        return new TrainingConfig(
                epochs, batchSize, learningRate, optimizer, value, l2, proximal, positiveWeight, logitOffset, seed);
    }

    /** Returns this configuration with another weight decay. */
    public TrainingConfig withL2(double value) {
        return new TrainingConfig(
                epochs,
                batchSize,
                learningRate,
                optimizer,
                momentum,
                value,
                proximal,
                positiveWeight,
                logitOffset,
                seed);
    }

    /** Returns this configuration with another proximal term. */
    public TrainingConfig withProximal(double value) {
        return new TrainingConfig(
                epochs, batchSize, learningRate, optimizer, momentum, l2, value, positiveWeight, logitOffset, seed);
    }

    /** Returns this configuration with another weight of positive rows. */
    public TrainingConfig withPositiveWeight(double value) {
        return new TrainingConfig(
                epochs, batchSize, learningRate, optimizer, momentum, l2, proximal, value, logitOffset, seed);
    }

    /** Returns this configuration with another logit offset. */
    public TrainingConfig withLogitOffset(double value) {
        return new TrainingConfig(
                epochs, batchSize, learningRate, optimizer, momentum, l2, proximal, positiveWeight, value, seed);
    }

    /** Returns this configuration with another seed. */
    public TrainingConfig withSeed(long value) {
        return new TrainingConfig(
                epochs, batchSize, learningRate, optimizer, momentum, l2, proximal, positiveWeight, logitOffset, value);
    }
}
