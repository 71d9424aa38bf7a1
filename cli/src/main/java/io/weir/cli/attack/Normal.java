package io.weir.cli.attack;

import java.util.SplittableRandom;

/**
 * Standard normal numbers by Box and Muller (1958): one algorithm on every Java, where that of a splittable generator is
 * not part of its contract.
 */
public final class Normal {
    private Normal() {}

    /** The next number. */
    public static double next(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** Several. */
    public static double[] next(SplittableRandom random, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = next(random);
        }
        return numbers;
    }
}
