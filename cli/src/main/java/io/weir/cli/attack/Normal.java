package io.weir.cli.attack;

import java.util.SplittableRandom;

/** Standard normal numbers by Box and Muller (1958), since Java 17's gaussian of a splittable generator has no fixed algorithm. */
final class Normal {
    private Normal() {}

    static double next(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
