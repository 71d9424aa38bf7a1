package io.weir.cli.bench.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CnnTest {
    private static final int IMAGES = 2;
    private static final double STEP = 1e-5;
    /** Where the tensors end: weights and biases of four layers. */
    private static final int[] ENDS = {500, 520, 25_520, 25_570, 425_570, 426_070, 431_070, 431_080};

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void gradientIsWhatTheDefinitionsLossChangesBy() {
        float[] parameters = Cnn.initial(random);
        float[] pixels = pixels();
        byte[] labels = {3, 9};
        float[] gradient = new float[Cnn.LENGTH];

        double loss;
        try (Cnn cnn = new Cnn(IMAGES)) {
            cnn.load(parameters);
            loss = cnn.gradient(pixels, labels, gradient);
        }

        double[] exact = doubles(parameters);
        assertThat(loss).isCloseTo(new DirectCnn(exact).loss(pixels, labels), within(1e-5));
        int start = 0;
        for (int end : ENDS) {
            for (int check = 0; check < 6; check++) {
                int i = start + random.nextInt(end - start);
                double difference = difference(exact, i, pixels, labels);
                assertThat((double) gradient[i])
                        .as("parameter %d", i)
                        .isCloseTo(difference, within(1e-6 + 1e-3 * Math.abs(difference)));
            }
            start = end;
        }
        assertThat(start).isEqualTo(Cnn.LENGTH);
    }

    private static double difference(double[] parameters, int i, float[] pixels, byte[] labels) {
        double[] moved = parameters.clone();
        moved[i] = parameters[i] + STEP;
        double above = new DirectCnn(moved).loss(pixels, labels);
        moved[i] = parameters[i] - STEP;
        return (above - new DirectCnn(moved).loss(pixels, labels)) / (2 * STEP);
    }

    /** Half of an image is blank, as digits are: there pooled values are equal. */
    private float[] pixels() {
        float[] pixels = new float[IMAGES * Digits.PIXELS];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = p % Digits.PIXELS < Digits.PIXELS / 2 ? -0.4f : (float) (3 * random.nextDouble() - 0.4);
        }
        return pixels;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
