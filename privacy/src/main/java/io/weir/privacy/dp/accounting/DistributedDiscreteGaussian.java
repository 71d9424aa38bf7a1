package io.weir.privacy.dp.accounting;

/**
 * A sum in which every participant adds its own discrete Gaussian noise (Kairouz, Liu, Steinke, "The Distributed Discrete Gaussian Mechanism for
 * Federated Learning with Secure Aggregation", 2021, Theorem 5). A sum of discrete Gaussians is not one: τ bounds the difference.
 *
 * @param l1Sensitivity Δ₁ of a participant's vector on the integer grid
 * @param l2Sensitivity Δ₂ of it
 * @param dimension values in the vector
 * @param localSigma the deviation of one participant's noise on the integer grid
 * @param participants that add noise, all of them honest
 * @param rounds how many
 */
public record DistributedDiscreteGaussian(
        double l1Sensitivity, double l2Sensitivity, long dimension, double localSigma, long participants, long rounds)
        implements Mechanism {
    /** Terms below it add nothing to a double. */
    private static final double NEGLIGIBLE = 1e-300;

    private static final int PARTICIPANTS_MAX = 1_000_000;

    public DistributedDiscreteGaussian {
        Require.positive("the L1 sensitivity", l1Sensitivity);
        Require.positive("the L2 sensitivity", l2Sensitivity);
        Require.atLeastOne("the dimension", dimension);
        Require.positive("the local sigma", localSigma);
        Require.atLeastOne("the number of participants", participants);
        Require.atLeastOne("the number of rounds", rounds);
        if (participants > PARTICIPANTS_MAX) {
            throw new IllegalArgumentException(
                    "the number of participants is " + participants + ": it must be at most " + PARTICIPANTS_MAX);
        }
        if (l1Sensitivity < l2Sensitivity) {
            throw new IllegalArgumentException("the L1 sensitivity " + l1Sensitivity + " is below the L2 sensitivity "
                    + l2Sensitivity + ": no vector has such norms");
        }
    }

    @Override
    public double rdp(double order) {
        Require.order(order);
        double total = Math.sqrt((double) participants) * localSigma;
        double l1 = l1Sensitivity / total;
        double l2 = l2Sensitivity / total;
        double tau = tau();
        double perRound = Math.min(
                order * l2 * l2 / 2 + tau * dimension,
                order
                        / 2
                        * Math.min(
                                l2 * l2 + 2 * l1 * tau + tau * tau * dimension,
                                Math.pow(l2 + Math.sqrt((double) dimension) * tau, 2)));
        return rounds * perRound;
    }

    /** Bounds how far a sum of discrete Gaussians is from one. */
    double tau() {
        double sum = 0;
        for (long k = 1; k < participants; k++) {
            double term = Math.exp(-2 * Math.PI * Math.PI * localSigma * localSigma * ((double) k / (k + 1)));
            if (term < NEGLIGIBLE) {
                break;
            }
            sum += term;
        }
        return 10 * sum;
    }
}
