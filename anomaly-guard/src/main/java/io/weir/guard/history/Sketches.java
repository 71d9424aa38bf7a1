package io.weir.guard.history;

import io.weir.guard.kernel.SplitMix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Arithmetic of sketches, in a fixed order. */
public final class Sketches {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

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

    /** A sketch of the sketch: as it is if it is no longer than {@code width}, or its numbers added up in places by a hash. */
    public static double[] shortened(double[] x, int width) {
        if (x.length <= width) {
            return x.clone();
        }
        double[] shortened = new double[width];
        for (int k = 0; k < x.length; k++) {
            long hash = SplitMix.mix(GOLDEN * (k + 1));
            shortened[(int) ((hash >>> 1) % width)] += (hash & 1) == 0 ? x[k] : -x[k];
        }
        return shortened;
    }

    static boolean areEqual(List<double[]> one, List<double[]> other) {
        return Arrays.deepEquals(one.toArray(), other.toArray());
    }
}
