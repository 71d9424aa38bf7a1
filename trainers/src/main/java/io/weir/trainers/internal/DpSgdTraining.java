package io.weir.trainers.internal;

import io.weir.trainers.DpSgdConfig;
import io.weir.trainers.GradientNoise;
import io.weir.trainers.TabularModel;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingResult;

/**
 * Steps of DP-SGD (Abadi et al. 2016, algorithm 1) on Poisson samples of the rows. The sum of a step is divided by the
 * sample's expected size, since its actual one is as private as the rows. Weight decay, proximal term, momentum and
 * Adam's moments see noisy gradients and public parameters only.
 */
public final class DpSgdTraining {
    /** Deviations above its mean that a sample may have without being computed in two parts. */
    private static final double SPREAD = 4;

    private final TabularModel model;
    private final TrainingConfig config;
    private final DpSgdConfig privacy;
    private final GradientNoise noise;

    public DpSgdTraining(TabularModel model, TrainingConfig config, DpSgdConfig privacy, GradientNoise noise) {
        this.model = model;
        this.config = config;
        this.privacy = privacy;
        this.noise = noise;
    }

    /** Runs one local training; the arguments are those of {@link io.weir.trainers.LocalTraining#trainPrivately}. */
    public TrainingResult run(float[] globalParameters, float[] x, float[] labels) {
        float[] parameters = globalParameters.clone();
        int expected = Math.min(config.batchSize(), labels.length);
        int capacity = (int) Math.min(labels.length, Math.ceil(expected + SPREAD * Math.sqrt(expected)));
        int steps = DpSgdConfig.steps(labels.length, config);
        Optimizers optimizer = MiniBatchTraining.optimizer(parameters.length, config);
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), capacity)) {
            Sample sample = new Sample(network, capacity, x, labels, parameters.length);
            for (int step = 0; step < steps; step++) {
                network.load(parameters);
                float[] gradient = sample.clippedSum();
                noise.add(gradient, privacy.clip(), privacy.noiseMultiplier());
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] /= expected;
                }
                network.addWeightDecay(parameters, config.l2(), gradient);
                for (int i = 0; config.proximal() > 0 && i < gradient.length; i++) {
                    gradient[i] += (float) config.proximal() * (parameters[i] - globalParameters[i]);
                }
                optimizer.step(parameters, gradient);
            }
        }
        MiniBatchTraining.requireFinite(parameters, config);
        return new TrainingResult(parameters, Double.NaN, Double.NaN, steps, labels.length);
    }

    /** Every row takes part in a step by a coin of its own. */
    private final class Sample {
        private final DenseNetwork network;
        private final int capacity;
        private final float[] x;
        private final float[] labels;
        private final int width;
        private final boolean all;
        private final Coins coins;
        private final float[] chosenX;
        private final float[] chosenLabels;
        private final float[] part;
        private final float[] sum;
        private int chosen;
        private boolean isFirstPart;

        Sample(DenseNetwork network, int capacity, float[] x, float[] labels, int parameters) {
            this.network = network;
            this.capacity = capacity;
            this.x = x;
            this.labels = labels;
            this.width = model.inputWidth();
            this.all = config.batchSize() >= labels.length;
            this.coins = new Coins(DpSgdConfig.samplingRate(labels.length, config), noise::nextBits);
            this.chosenX = new float[capacity * width];
            this.chosenLabels = new float[capacity];
            this.part = new float[parameters];
            this.sum = new float[parameters];
        }

        /** The sum over a new sample; overwritten by the next. */
        float[] clippedSum() {
            chosen = 0;
            isFirstPart = true;
            for (int row = 0; row < labels.length; row++) {
                if (all || coins.next()) {
                    if (chosen == capacity) {
                        addPart();
                    }
                    System.arraycopy(x, row * width, chosenX, chosen * width, width);
                    chosenLabels[chosen++] = labels[row];
                }
            }
            addPart();
            return sum;
        }

        private void addPart() {
            float[] target = isFirstPart ? sum : part;
            network.clippedSum(
                    chosenX,
                    chosenLabels,
                    chosen,
                    config.positiveWeight(),
                    config.logitOffset(),
                    privacy.clip(),
                    target);
            if (!isFirstPart) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += part[i];
                }
            }
            isFirstPart = false;
            chosen = 0;
        }
    }
}
