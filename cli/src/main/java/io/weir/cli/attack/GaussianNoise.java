package io.weir.cli.attack;

import java.util.SplittableRandom;

/**
 * Noise without a direction (Blanchard et al. 2017, section 5.1, there with a deviation of 200), each attacker its own.
 *
 * @param times the expected norm, in median norms of the honest
 */
record GaussianNoise(double times) implements Attack {
    @Override
    public double[][] craft(Sight sight) {
        double norm = Vectors.median(
                sight.honest().stream().mapToDouble(Vectors::norm).toArray());
        double deviation = times * norm / Math.sqrt(sight.length());
        SplittableRandom random = sight.random();
        double[][] noise = new double[sight.attackers()][sight.length()];
        for (double[] vector : noise) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] = deviation * Normal.next(random);
            }
        }
        return noise;
    }
}
