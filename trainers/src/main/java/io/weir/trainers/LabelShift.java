package io.weir.trainers;

/**
 * The correction of a bank's loss for a share of positives that differs from the federation's.
 *
 * <p>Where banks differ in how frequent the classes are but not in what each class looks like, a bank's posterior odds
 * are the federation's times the ratio of prior odds (Saerens, Latinne, Decaestecker 2002, eq. 2.4). Adding the logarithm
 * of that ratio to the bank's logits while it trains makes one shared model optimal at every bank, so local training
 * drifts less (logit adjustment: Menon et al. 2021; federated: FedLC, Zhang et al. 2022). A bank with one class only gets
 * a large offset and so nearly no gradient, instead of pulling the model towards that class.
 */
public final class LabelShift {
    private static final double SMOOTHING = 0.5;

    private LabelShift() {}

    /**
     * Returns a bank's logit offset for {@link TrainingConfig#withLogitOffset}: 0 where its share of positives is the
     * federation's. Half a row is added to every count, so that an absent class gives a finite offset.
     *
     * @param bankNegatives training rows of the bank labelled 0
     * @param bankPositives training rows of the bank labelled 1
     * @param negatives training rows of all banks labelled 0
     * @param positives training rows of all banks labelled 1
     */
    public static double logitOffset(long bankNegatives, long bankPositives, long negatives, long positives) {
        return logOdds(bankNegatives, bankPositives) - logOdds(negatives, positives);
    }

    /**
     * Returns the offset against a share of positives that is known otherwise than by counting the banks' rows.
     *
     * @param prior between 0 and 1
     */
    public static double logitOffset(long bankNegatives, long bankPositives, double prior) {
        if (!(prior > 0 && prior < 1)) {
            throw new IllegalArgumentException("the share of positives is " + prior + "; allowed: between 0 and 1");
        }
        return logOdds(bankNegatives, bankPositives) - StrictMath.log(prior / (1 - prior));
    }

    private static double logOdds(long negatives, long positives) {
        if (negatives < 0 || positives < 0) {
            throw new IllegalArgumentException(
                    "class counts are " + negatives + " and " + positives + "; allowed: 0 or more");
        }
        return StrictMath.log((positives + SMOOTHING) / (negatives + SMOOTHING));
    }
}
