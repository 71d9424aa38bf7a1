package io.weir.trainers;

import io.weir.trainers.internal.DpSgdTraining;
import io.weir.trainers.internal.MiniBatchTraining;

/**
 * Trains a model on one bank's rows, starting from the global parameters: the local part of federated averaging
 * (McMahan et al. 2017, algorithm 1, ClientUpdate). The same inputs and seed give the same bits on the same processor.
 */
public final class LocalTraining {
    private final TabularModel model;

    /** @param model what to train */
    public LocalTraining(TabularModel model) {
        this.model = model;
    }

    /**
     * Trains for the configured number of epochs. Thread-safe.
     *
     * @param globalParameters where to start; not changed
     * @param x rows × {@link TabularModel#inputWidth()} inputs, row-major; not changed
     * @param labels one per row, 0 or 1; one class alone is allowed
     * @throws IllegalArgumentException if there are no rows, or lengths do not fit
     * @throws TrainingDivergedException if a parameter or the loss is no longer finite
     */
    public TrainingResult train(float[] globalParameters, float[] x, float[] labels, TrainingConfig config) {
        requireRows(x, labels);
        return MiniBatchTraining.run(model, globalParameters, x, labels, config);
    }

    /**
     * Trains with differential privacy at the level of rows: Poisson samples of {@link TrainingConfig#batchSize()} rows on
     * average, clipped gradients, noise (DP-SGD: Abadi et al. 2016, algorithm 1). The parameters are private and nothing
     * else is, so the losses of the result are NaN. The configuration's seed is not used.
     *
     * @param globalParameters where to start; not changed
     * @param x rows × {@link TabularModel#inputWidth()} inputs, row-major, finite; not changed
     * @param labels one per row, 0 or 1
     * @throws IllegalArgumentException if there are no rows, or lengths do not fit
     * @throws TrainingDivergedException if a gradient or a parameter is no longer finite
     */
    public TrainingResult trainPrivately(
            float[] globalParameters,
            float[] x,
            float[] labels,
            TrainingConfig config,
            DpSgdConfig privacy,
            GradientNoise noise) {
        requireRows(x, labels);
        return new DpSgdTraining(model, config, privacy, noise).run(globalParameters, x, labels);
    }

    private void requireRows(float[] x, float[] labels) {
        if (labels.length == 0) {
            throw new IllegalArgumentException("there are no rows to train on; a bank without rows sits the round out");
        }
        if (x.length != (long) labels.length * model.inputWidth()) {
            throw new IllegalArgumentException(
                    x.length + " input values for " + labels.length + " rows of " + model.inputWidth() + " inputs");
        }
    }
}
