package io.weir.cli.bench.leak;

import io.weir.cli.attack.Normal;
import java.util.SplittableRandom;

/** Of vectors. */
final class Numbers {
    private Numbers() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** Random numbers of the same norm: an attack on them shows what it finds where there is nothing. */
    static double[] noiseLike(double[] a, SplittableRandom random) {
        double[] noise = Normal.next(random, a.length);
        double factor = norm(a) / norm(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] *= factor;
        }
        return noise;
    }
}
