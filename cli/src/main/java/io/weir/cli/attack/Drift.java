package io.weir.cli.attack;

import java.util.Arrays;

/**
 * A small pull that never turns: the honest mean plus an honest bank's distance from it, round for round against the
 * direction that the honest took in the first round. No single round looks odd; what it does adds up (time-coupled, as in
 * Karimireddy, He, Jaggi 2021, section 3).
 */
final class Drift implements Attack {
    private double[] direction = new double[0];

    @Override
    public double[][] craft(Sight sight) {
        double[] mean = Vectors.mean(sight.honest());
        if (direction.length == 0) {
            double norm = Vectors.norm(mean);
            direction = norm > 0 ? Vectors.times(-1 / norm, mean) : mean;
        }
        double distance = Math.sqrt(
                Arrays.stream(Vectors.deviation(sight.honest())).map(d -> d * d).sum());
        return sight.copies(Vectors.plus(mean, distance, direction));
    }
}
