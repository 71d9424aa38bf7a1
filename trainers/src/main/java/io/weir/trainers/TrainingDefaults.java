package io.weir.trainers;

/**
 * Local training settings that were chosen by measurement: on the UCI credit-default data divided by Dirichlet(0.5) among
 * 5 banks (20 rounds) and on generated transactions of 5 map regions (10 rounds), over several seeds, so that the
 * federated AUC stays within 0.01 of the pooled one with as many epochs.
 *
 * <ul>
 *   <li>SGD with momentum 0.9 rather than Adam: Adam rescales the small gradients of a bank that has nearly one class to
 *       full-size steps, which cost up to 0.045 of AUC on skewed splits; momentum costs nothing there.
 *   <li>Half of the {@link LabelShift} correction: without it the perceptron's worst seed lost 0.0105 against pooled
 *       training (one epoch a round, step 0.02), with half 0.003. The full correction loses still less, but makes the update of a bank with nearly one
 *       class so small that an ordinary one was up to 35 times the median norm and would look like an outlier to a
 *       norm filter; with half, the largest was at most 6 times the median.
 *   <li>Two epochs a round: with one, models that are still far from convergence after 10 rounds trail pooled training,
 *       which takes as many steps as all banks together.
 *   <li>Weight decay of 0.001 for the perceptron: over 20 rounds on the credit data pooled training overfits without it
 *       (mean federated AUC 0.77, with it 0.78).
 * </ul>
 */
public final class TrainingDefaults {
    /** The share of a bank's {@link LabelShift#logitOffset} to apply. */
    public static final double LABEL_SHIFT_SHARE = 0.5;

    private static final double MOMENTUM = 0.9;

    private TrainingDefaults() {}

    /** Returns the settings for a model, without class weight, label-shift correction or a particular seed. */
    public static TrainingConfig forModel(ModelSpec model) {
        TrainingConfig config = model.hidden().isEmpty()
                ? TrainingConfig.of(2, 64, 0.02, Optimizer.SGD)
                : TrainingConfig.of(2, 64, 0.05, Optimizer.SGD).withL2(0.001);
        return config.withMomentum(MOMENTUM);
    }

    /**
     * Returns the settings for a model under DP-SGD: large batches, because a step's noise is divided by the batch, and steps
     * that are as large as the noise allows. They are measured with {@code weir bench privacy} on the UCI credit-default
     * data; docs/concepts/differential-privacy.md has the table.
     */
    public static TrainingConfig forPrivateModel(ModelSpec model) {
        double learningRate = model.hidden().isEmpty() ? 0.2 : 0.5;
        return TrainingConfig.of(2, 512, learningRate, Optimizer.SGD).withMomentum(MOMENTUM);
    }

    /**
     * Returns the settings for a model at one bank: {@link #forModel} with {@link #LABEL_SHIFT_SHARE} of the bank's
     * label-shift correction. For pooled training the bank is the federation and the correction 0.
     *
     * @param bankNegatives training rows of the bank labelled 0
     * @param bankPositives training rows of the bank labelled 1
     * @param negatives training rows of all banks labelled 0
     * @param positives training rows of all banks labelled 1
     */
    public static TrainingConfig forBank(
            ModelSpec model, long bankNegatives, long bankPositives, long negatives, long positives) {
        double offset = LabelShift.logitOffset(bankNegatives, bankPositives, negatives, positives);
        return forModel(model).withLogitOffset(LABEL_SHIFT_SHARE * offset);
    }
}
