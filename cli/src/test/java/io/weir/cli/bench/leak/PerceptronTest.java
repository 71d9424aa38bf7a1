package io.weir.cli.bench.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Normal;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PerceptronTest {
    private final Target target = Target.of(new LeakOptions(Optional.empty(), List.of(1), 1, 0, 1, 5));
    private final Perceptron perceptron = new Perceptron(target.width(), target.hidden(), target.parameters());
    private final LabelledRows rows = target.draw(1, 3, new SplittableRandom(6)).get(0);

    @Test
    void itsGradientIsTheTrainers() {
        float[] expected = target.model()
                .lossAndGradient(target.parameters(), rows.inputs(), rows.labels(), 1, 0)
                .gradient();

        double[] gradient = perceptron.gradient(inputs(), rows.labels());

        assertThat(gradient).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(gradient[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void theDerivativeByTheInputsIsThatOfFiniteDifferences() {
        double[] direction = Normal.next(new SplittableRandom(7), target.parameters().length);
        double[][] inputs = inputs();
        double step = 1e-6;

        for (int n = 0; n < inputs.length; n++) {
            double[] derivative = perceptron.derivative(inputs[n], rows.labels()[n], direction, inputs.length);
            for (int i = 0; i < target.width(); i++) {
                double at = inputs[n][i];
                inputs[n][i] = at + step;
                double above = Numbers.dot(direction, perceptron.gradient(inputs, rows.labels()));
                inputs[n][i] = at - step;
                double below = Numbers.dot(direction, perceptron.gradient(inputs, rows.labels()));
                inputs[n][i] = at;
                assertThat(derivative[i]).isCloseTo((above - below) / (2 * step), within(1e-6));
            }
        }
    }

    @Test
    void theDirectionIsTheSlopeOfTheCosineDistance() {
        SplittableRandom random = new SplittableRandom(8);
        double[] gradient = Normal.next(random, 6);
        double[] seen = Normal.next(random, 6);
        double[] direction = Matching.byGradient(gradient, seen);
        double step = 1e-6;

        for (int i = 0; i < 6; i++) {
            double[] above = gradient.clone();
            above[i] += step;
            double[] below = gradient.clone();
            below[i] -= step;
            assertThat(direction[i])
                    .isCloseTo((distance(above, seen) - distance(below, seen)) / (2 * step), within(1e-7));
        }
    }

    private static double distance(double[] a, double[] b) {
        return 1 - Numbers.dot(a, b) / (Numbers.norm(a) * Numbers.norm(b));
    }

    private double[][] inputs() {
        double[][] inputs = new double[rows.rows()][target.width()];
        for (int n = 0; n < inputs.length; n++) {
            for (int i = 0; i < target.width(); i++) {
                inputs[n][i] = rows.inputs()[n * target.width() + i];
            }
        }
        return inputs;
    }
}
