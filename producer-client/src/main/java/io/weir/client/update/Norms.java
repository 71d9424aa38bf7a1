package io.weir.client.update;

/** L2 norms, added up in double in parameter order, as the aggregator does. */
final class Norms {
    private Norms() {}

    static double squared(float[] values, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double x = values[i];
            sum += x * x;
        }
        return sum;
    }

    static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return scaled;
    }
}
