package io.weir.trainers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.TrainingDivergedException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of clipped gradients in a batch, against each row's gradient computed alone. */
class ClippedSumTest {
    private static final int CAPACITY = 40;
    private static final int WIDTH = 7;

    private final SplittableRandom random = new SplittableRandom(5);

    private float[] uniform(int size, double limit) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
        }
        return values;
    }

    private float[] labels(int size) {
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(3) == 0 ? 1 : 0;
        }
        return labels;
    }

    @ParameterizedTest
    @CsvSource({
        "logreg, 40, 0.7, 1, 0",
        "logreg, 23, 100, 5, 0",
        "mlp:5, 40, 0.9, 1, 0",
        "mlp:6;4, 23, 1.5, 3, 0",
        "mlp:9;1;3, 31, 0.3, 1, 0",
        "mlp:6;4, 1, 0.01, 1, 0",
        "mlp:6;4, 40, 1e5, 1, 0.4"
    })
    void theSumIsThatOfRowsAlone(String spec, int rows, double clip, double positiveWeight, double offset) {
        TabularModel model = ModelSpec.parse(spec.replace(';', ',')).forInputs(WIDTH);
        float[] parameters = uniform(model.parameterCount(), 0.8);
        float[] x = uniform(CAPACITY * WIDTH, 2);
        float[] labels = labels(CAPACITY);

        float[] sum = new float[parameters.length];
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), CAPACITY)) {
            network.load(parameters);
            network.clippedSum(x, labels, rows, positiveWeight, offset, clip, sum);
        }

        double[] expected = new double[parameters.length];
        int clipped = 0;
        try (DenseNetwork alone = new DenseNetwork(model.layerWidths(), 1)) {
            alone.load(parameters);
            float[] gradient = new float[parameters.length];
            for (int row = 0; row < rows; row++) {
                float[] own = Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH);
                alone.gradient(own, new float[] {labels[row]}, 1, positiveWeight, offset, gradient);
                double norm = norm(gradient);
                clipped += norm > clip ? 1 : 0;
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += gradient[i] * Math.min(1, clip / norm);
                }
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) sum[i]).as("parameter %d", i).isCloseTo(expected[i], within(2e-5 * (1 + rows)));
        }
        assertThat(clipped > 0).as("some row is clipped").isEqualTo(clip < 50);
    }

    @Test
    void noRowMovesTheSumByMoreThanTheClip() {
        TabularModel model = ModelSpec.parse("mlp:6,4").forInputs(WIDTH);
        float[] parameters = uniform(model.parameterCount(), 3);
        float[] x = uniform(WIDTH, 1e6);

        float[] sum = new float[parameters.length];
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), 1)) {
            network.load(parameters);
            network.clippedSum(x, new float[] {1}, 1, 1, -100, 0.25, sum);
        }

        assertThat(norm(sum)).isLessThanOrEqualTo(0.25).isGreaterThan(0.2499);
    }

    @Test
    void noRowsSumToNothing() {
        TabularModel model = ModelSpec.parse("mlp:6,4").forInputs(WIDTH);
        float[] sum = uniform(model.parameterCount(), 1);
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), CAPACITY)) {
            network.load(uniform(sum.length, 1));
            network.clippedSum(uniform(CAPACITY * WIDTH, 1), new float[CAPACITY], 0, 1, 0, 1, sum);
        }

        assertThat(sum).containsOnly(0f);
    }

    @Test
    void aGradientThatIsNotFiniteIsNoGradient() {
        TabularModel model = ModelSpec.parse("mlp:6,4").forInputs(WIDTH);
        float[] parameters = uniform(model.parameterCount(), 1);
        parameters[0] = Float.NaN;
        try (DenseNetwork network = new DenseNetwork(model.layerWidths(), 1)) {
            network.load(parameters);

            assertThatThrownBy(() -> network.clippedSum(
                            uniform(WIDTH, 1), new float[] {1}, 1, 1, 0, 1, new float[parameters.length]))
                    .isInstanceOf(TrainingDivergedException.class);
        }
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
