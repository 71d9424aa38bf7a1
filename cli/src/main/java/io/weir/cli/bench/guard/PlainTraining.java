package io.weir.cli.bench.guard;

import io.weir.cli.attack.LabelledRows;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDefaults;
import java.util.SplittableRandom;

/**
 * Logistic regression as {@link io.weir.trainers.LocalTraining} trains it, same batches and steps, in plain loops: a
 * matrix of attacks and rules trains hundreds of thousands of times, and for a batch of some dozen inputs calls into native
 * numerics cost forty times the arithmetic.
 */
final class PlainTraining {
    private PlainTraining() {}

    /**
     * The parameters after training: one a column, then the bias.
     *
     * @param config SGD with or without momentum; what {@link TrainingDefaults} leaves out for linear models is not read
     */
    static float[] train(float[] parameters, LabelledRows rows, TrainingConfig config) {
        int width = parameters.length - 1;
        double[] weights = new double[parameters.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = parameters[j];
        }
        double[] velocity = new double[weights.length];
        SplittableRandom random = new SplittableRandom(config.seed());
        int[] order = new int[rows.rows()];
        for (int epoch = 0; epoch < config.epochs(); epoch++) {
            shuffle(order, random);
            for (int from = 0; from < order.length; from += config.batchSize()) {
                int to = Math.min(order.length, from + config.batchSize());
                double[] gradient = gradient(weights, rows, order, from, to, width, config.logitOffset());
                for (int j = 0; j < weights.length; j++) {
                    velocity[j] = config.momentum() * velocity[j] + gradient[j];
                    weights[j] -= config.learningRate() * velocity[j];
                }
            }
        }
        float[] trained = new float[weights.length];
        for (int j = 0; j < trained.length; j++) {
            trained[j] = (float) weights[j];
        }
        return trained;
    }

    /**
     * One score a row. Logits rather than probabilities: an attacked model's probabilities are all 0 or 1, and would hide
     * how it ranks.
     */
    static float[] logits(float[] parameters, LabelledRows rows) {
        int width = parameters.length - 1;
        float[] logits = new float[rows.rows()];
        for (int row = 0; row < logits.length; row++) {
            double logit = parameters[width];
            for (int j = 0; j < width; j++) {
                logit += (double) parameters[j] * rows.inputs()[row * width + j];
            }
            logits[row] = (float) logit;
        }
        return logits;
    }

    private static double[] gradient(
            double[] weights, LabelledRows rows, int[] order, int from, int to, int width, double offset) {
        float[] inputs = rows.inputs();
        double[] gradient = new double[weights.length];
        for (int i = from; i < to; i++) {
            int at = order[i] * width;
            double logit = weights[width] + offset;
            for (int j = 0; j < width; j++) {
                logit += weights[j] * inputs[at + j];
            }
            double error = (1 / (1 + StrictMath.exp(-logit)) - rows.labels()[order[i]]) / (to - from);
            for (int j = 0; j < width; j++) {
                gradient[j] += error * inputs[at + j];
            }
            gradient[width] += error;
        }
        return gradient;
    }

    /** The trainers' permutation. */
    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }
}
