package io.weir.client.update;

/** L2 norms, added up in double in parameter order, as the aggregator does. */
final class Norms {
    /** Relative; about the precision of a float. */
    private static final double FIRST_SHRINKAGE = 1e-7;

    private Norms() {}

    static double squared(float[] values, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double x = values[i];
            sum += x * x;
        }
        return sum;
    }

    /** The same array if its norm is within the bound, else one of the same direction whose norm is. */
    static float[] clipped(float[] values, double bound) {
        float[] clipped = values;
        double norm = Math.sqrt(squared(clipped, clipped.length));
        double margin = FIRST_SHRINKAGE;
        while (norm > bound) {
            // Rounding to float may lengthen it: shorten it by a hair more at each attempt.
            clipped = scaled(clipped, bound / norm * (1 - margin));
            norm = Math.sqrt(squared(clipped, clipped.length));
            margin *= 2;
        }
        return clipped;
    }

    static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return scaled;
    }
}
