package io.weir.trainers.data;

import java.util.SplittableRandom;

/**
 * Draws from the distributions that splits and generated transactions need. Written out, on {@link StrictMath}, because
 * the JDK's own samplers may change between versions and a seed should mean the same data everywhere.
 */
final class Sampling {
    private Sampling() {}

    /** Standard normal, by the polar method (Marsaglia, Bray 1964). */
    static double gaussian(SplittableRandom random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double square = u * u + v * v;
            if (square > 0 && square < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /** Poisson with a small rate, by multiplying uniforms (Knuth 1969, 3.4.1). */
    static int poisson(SplittableRandom random, double rate) {
        double limit = StrictMath.exp(-rate);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** Proportions from a symmetric Dirichlet distribution; they add up to 1. */
    static double[] dirichlet(SplittableRandom random, double alpha, int parts) {
        double[] logs = new double[parts];
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < parts; i++) {
            logs[i] = logGamma(random, alpha);
            max = Math.max(max, logs[i]);
        }
        double sum = 0;
        for (int i = 0; i < parts; i++) {
            logs[i] = StrictMath.exp(logs[i] - max);
            sum += logs[i];
        }
        for (int i = 0; i < parts; i++) {
            logs[i] /= sum;
        }
        return logs;
    }

    /**
     * The logarithm of a Gamma(shape, 1) variate (Marsaglia, Tsang 2000; shapes below 1 by their boost). In logarithms,
     * because a small shape underflows.
     */
    private static double logGamma(SplittableRandom random, double shape) {
        if (shape < 1) {
            double uniform = 1 - random.nextDouble();
            return logGamma(random, shape + 1) + StrictMath.log(uniform) / shape;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian(random);
            double root = 1 + c * x;
            if (root > 0) {
                double cube = root * root * root;
                double uniform = 1 - random.nextDouble();
                if (StrictMath.log(uniform) < 0.5 * x * x + d - d * cube + d * StrictMath.log(cube)) {
                    return StrictMath.log(d) + StrictMath.log(cube);
                }
            }
        }
    }
}
