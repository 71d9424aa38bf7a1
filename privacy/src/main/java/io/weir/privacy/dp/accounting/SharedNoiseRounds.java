package io.weir.privacy.dp.accounting;

/**
 * Rounds of sums whose noise participants share ({@link DistributedDiscreteGaussian}), each round with noise of its own, or with
 * that of a tree over the rounds. A tree's node has the sensitivity of as many rounds as it covers of those that the protected data
 * enter: k·min(k, 2^h) squared at level h if they enter k rounds, at most. With k = 1 this is {@link TreeAggregation}; with data in
 * every round a tree costs more than noise for each round.
 *
 * @param noiseMultiplier z of a whole sum: deviation in units of the clipping bound
 * @param localSigma at least the deviation of one participant's noise on the integer grid
 * @param shares participants that the noise of a sum is shared among
 * @param seen of these, how many are in what is looked at: all in a sum, 1 in a single update
 * @param dimension values in an update
 * @param tree whether noise comes from a tree
 * @param rounds from the tree's first one on
 * @param dataRounds k, in how many of them the same data take part; 0 is all of them
 */
public record SharedNoiseRounds(
        double noiseMultiplier,
        double localSigma,
        int shares,
        int seen,
        long dimension,
        boolean tree,
        long rounds,
        long dataRounds)
        implements Mechanism {
    public SharedNoiseRounds {
        Require.positive("the noise multiplier", noiseMultiplier);
        Require.positive("the local sigma", localSigma);
        Require.atLeastOne("the number of shares", shares);
        Require.atLeastOne("the number of shares in a sum", seen);
        Require.atLeastOne("the dimension", dimension);
        Require.atLeastOne("the number of rounds", rounds);
        if (dataRounds < 0) {
            throw new IllegalArgumentException("the number of rounds that data take part in is " + dataRounds
                    + ": it must be 1 or more, or 0 for all of them");
        }
        if (tree && one(noiseMultiplier, localSigma, shares, seen, dimension).tau() > 0) {
            throw new IllegalArgumentException("the local sigma is " + localSigma
                    + ": with a tree it must be 16 or more, so that sums of discrete Gaussians are as good as one");
        }
    }

    /** The same with another number of rounds. */
    public SharedNoiseRounds withRounds(long other) {
        return new SharedNoiseRounds(noiseMultiplier, localSigma, shares, seen, dimension, tree, other, dataRounds);
    }

    @Override
    public double rdp(double order) {
        return squaredSensitivity()
                * one(noiseMultiplier, localSigma, shares, seen, dimension).rdp(order);
    }

    /** In units of one round's. */
    double squaredSensitivity() {
        double entered = dataRounds == 0 ? rounds : Math.min(dataRounds, rounds);
        if (!tree) {
            return entered;
        }
        int levels = Long.SIZE - Long.numberOfLeadingZeros(rounds);
        double sum = 0;
        for (int level = 0; level < levels; level++) {
            sum += entered * Math.min(entered, Math.scalb(1.0, level));
        }
        return sum;
    }

    private static DistributedDiscreteGaussian one(
            double noiseMultiplier, double localSigma, int shares, int seen, long dimension) {
        double l2 = localSigma * Math.sqrt(shares) / noiseMultiplier;
        return new DistributedDiscreteGaussian(l2 * Math.sqrt((double) dimension), l2, dimension, localSigma, seen, 1);
    }
}
