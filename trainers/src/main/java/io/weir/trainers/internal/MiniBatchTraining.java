package io.weir.trainers.internal;

import io.weir.trainers.TabularModel;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDivergedException;
import io.weir.trainers.TrainingResult;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Epochs of shuffled mini-batches. */
public final class MiniBatchTraining {
    private static final Logger LOG = LoggerFactory.getLogger(MiniBatchTraining.class);

    private MiniBatchTraining() {}

    /** Runs one local training; the arguments are those of {@link io.weir.trainers.LocalTraining#train}. */
    public static TrainingResult run(
            TabularModel model, float[] globalParameters, float[] x, float[] labels, TrainingConfig config) {
        float[] parameters = globalParameters.clone();
        double before = loss(model, globalParameters, x, labels, config);
        long steps = descend(model, globalParameters, parameters, x, labels, config);
        double after = loss(model, parameters, x, labels, config);
        requireFinite(parameters, after, config);
        LOG.atDebug()
                .addKeyValue("examples", labels.length)
                .addKeyValue("steps", steps)
                .addKeyValue("lossBefore", before)
                .addKeyValue("lossAfter", after)
                .log("trained locally");
        return new TrainingResult(parameters, before, after, steps, labels.length);
    }

    private static double loss(
            TabularModel model, float[] parameters, float[] x, float[] labels, TrainingConfig config) {
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), DenseNetwork.evaluationRows(labels.length))) {
            network.load(parameters);
            return network.loss(x, labels, config.positiveWeight(), config.logitOffset());
        }
    }

    private static long descend(
            TabularModel model,
            float[] globalParameters,
            float[] parameters,
            float[] x,
            float[] labels,
            TrainingConfig config) {
        int rows = labels.length;
        int width = model.inputWidth();
        int batchRows = Math.min(config.batchSize(), rows);
        float[] batchX = new float[batchRows * width];
        float[] batchLabels = new float[batchRows];
        float[] gradient = new float[parameters.length];
        float proximal = (float) config.proximal();
        SplittableRandom random = new SplittableRandom(config.seed());
        int[] order = new int[rows];
        Optimizers optimizer = optimizer(parameters.length, config);
        long steps = 0;
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), batchRows)) {
            for (int epoch = 0; epoch < config.epochs(); epoch++) {
                shuffle(order, random);
                for (int from = 0; from < rows; from += batchRows) {
                    int count = Math.min(batchRows, rows - from);
                    for (int i = 0; i < count; i++) {
                        System.arraycopy(x, order[from + i] * width, batchX, i * width, width);
                        batchLabels[i] = labels[order[from + i]];
                    }
                    network.load(parameters);
                    network.gradient(
                            batchX, batchLabels, count, config.positiveWeight(), config.logitOffset(), gradient);
                    network.addWeightDecay(parameters, config.l2(), gradient);
                    if (proximal > 0) {
                        for (int i = 0; i < gradient.length; i++) {
                            gradient[i] += proximal * (parameters[i] - globalParameters[i]);
                        }
                    }
                    optimizer.step(parameters, gradient);
                    steps++;
                }
            }
        }
        return steps;
    }

    static Optimizers optimizer(int size, TrainingConfig config) {
        return switch (config.optimizer()) {
            case SGD -> Optimizers.sgd(size, config.learningRate(), config.momentum());
            case ADAM -> Optimizers.adam(size, config.learningRate());
        };
    }

    /** Fills {@code order} with a random permutation of its indices (Fisher-Yates). */
    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    private static void requireFinite(float[] parameters, double loss, TrainingConfig config) {
        if (!Double.isFinite(loss)) {
            throw diverged(config);
        }
        requireFinite(parameters, config);
    }

    static void requireFinite(float[] parameters, TrainingConfig config) {
        boolean finite = true;
        for (float parameter : parameters) {
            finite &= Float.isFinite(parameter);
        }
        if (!finite) {
            throw diverged(config);
        }
    }

    private static TrainingDivergedException diverged(TrainingConfig config) {
        return new TrainingDivergedException("local training diverged: a parameter or the loss is not finite with"
                + " learning rate " + config.learningRate() + "; lower it, or check the inputs for extreme values");
    }
}
