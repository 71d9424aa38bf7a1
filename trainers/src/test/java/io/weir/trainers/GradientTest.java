package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares analytic gradients with central differences of the objective's definition, evaluated in double. */
class GradientTest {
    private static final int ROWS = 23;
    private static final int WIDTH = 7;
    private static final double STEP = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "logreg, 1, 0",
        "logreg, 7.5, 0",
        "logreg, 0.2, 0.3",
        "mlp:5, 1, 0",
        "mlp:5, 7.5, 0",
        "mlp:6;4, 1, 0",
        "mlp:6;4, 3, 0.2",
        "mlp:9;1;3, 3, 0"
    })
    void theGradientIsThatOfTheDefinition(String spec, double positiveWeight, double l2) {
        TabularModel model = ModelSpec.parse(spec.replace(';', ',')).forInputs(WIDTH);
        float[] parameters = TestParameters.uniform(model.parameterCount(), 0.8, 1);
        float[] x = TestParameters.uniform(ROWS * WIDTH, 2, 2);
        float[] labels = TestParameters.labels(ROWS, 0.4, 3);

        LossAndGradient actual = model.lossAndGradient(parameters, x, labels, positiveWeight, l2);

        double[] point = new double[parameters.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = parameters[i];
        }
        assertThat(actual.loss()).isCloseTo(objective(model, point, x, labels, positiveWeight, l2), within(1e-5));
        for (int i = 0; i < point.length; i++) {
            point[i] = parameters[i] + STEP;
            double above = objective(model, point, x, labels, positiveWeight, l2);
            point[i] = parameters[i] - STEP;
            double below = objective(model, point, x, labels, positiveWeight, l2);
            point[i] = parameters[i];
            double expected = (above - below) / (2 * STEP);
            assertThat((double) actual.gradient()[i])
                    .as("partial derivative %d", i)
                    .isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
        }
    }

    private static double objective(
            TabularModel model, double[] parameters, float[] x, float[] labels, double positiveWeight, double l2) {
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            double[] values = new double[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                values[i] = x[row * WIDTH + i];
            }
            double probability = 1 / (1 + Math.exp(-logit(model.tensors(), parameters, values)));
            loss -= labels[row] > 0 ? positiveWeight * Math.log(probability) : Math.log(1 - probability);
        }
        double squares = 0;
        int at = 0;
        for (TensorSpec tensor : model.tensors()) {
            for (int i = 0; i < tensor.size(); i++, at++) {
                squares += tensor.name().endsWith(".weight") ? parameters[at] * parameters[at] : 0;
            }
        }
        return loss / labels.length + l2 / 2 * squares;
    }

    private static double logit(List<TensorSpec> tensors, double[] parameters, double[] inputs) {
        double[] values = inputs;
        int at = 0;
        for (int layer = 0; layer < tensors.size(); layer += 2) {
            int outputs = tensors.get(layer).shape().get(1);
            double[] next = new double[outputs];
            for (int j = 0; j < outputs; j++) {
                next[j] = parameters[at + values.length * outputs + j];
                for (int i = 0; i < values.length; i++) {
                    next[j] += values[i] * parameters[at + i * outputs + j];
                }
                next[j] = layer + 2 < tensors.size() ? Math.max(0, next[j]) : next[j];
            }
            at += values.length * outputs + outputs;
            values = next;
        }
        return values[0];
    }
}
