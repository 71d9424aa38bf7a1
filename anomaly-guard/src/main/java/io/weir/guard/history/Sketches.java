package io.weir.guard.history;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Arithmetic of sketches, in a fixed order. */
public final class Sketches {
    private Sketches() {}

    /** {@code ⟨x, y⟩}. */
    public static double product(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    /** {@code x + y}; {@code y} if there is no {@code x}, or one of another model. */
    public static double[] sum(Optional<double[]> x, double[] y) {
        return x.filter(known -> known.length == y.length)
                .map(known -> plus(known, 1, y))
                .orElseGet(y::clone);
    }

    /** {@code x + a·y}. */
    static double[] plus(double[] x, double a, double[] y) {
        double[] sum = x.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += a * y[k];
        }
        return sum;
    }

    static double[] scaled(double[] x, double a) {
        return plus(new double[x.length], a, x);
    }

    static boolean areEqual(List<double[]> one, List<double[]> other) {
        return Arrays.deepEquals(one.toArray(), other.toArray());
    }
}
