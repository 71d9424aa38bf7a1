package io.weir.cli.attack;

/**
 * A little is enough (Baruch, Baruch, Goldberg 2019, algorithm 3): the honest mean shifted by a multiple of the honest
 * deviation, where a rule takes it for an honest update.
 *
 * @param tau deviations to shift by
 */
record LittleIsEnough(double tau) implements Attack {
    @Override
    public double[][] craft(Sight sight) {
        double[] shifted = Vectors.plus(Vectors.mean(sight.honest()), tau, Vectors.deviation(sight.honest()));
        return sight.copies(shifted);
    }
}
