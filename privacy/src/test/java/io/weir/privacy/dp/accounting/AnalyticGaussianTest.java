package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyticGaussianTest {
    @Test
    void epsilonAgreesWithAnotherImplementation() {
        assertThat(AnalyticGaussian.epsilon(0.7 / Math.sqrt(2), 1e-5)).isCloseTo(10.1224946, within(1e-6));
    }

    /** The other implementation rounds up, by at most a thousandth. */
    @ParameterizedTest
    @CsvSource({"3, 1e-5, 1, 3.42578125", "4, 2e-5, 3, 7.986328125"})
    void sigmaAgreesWithAnotherImplementation(double expEpsilon, double delta, double sensitivity, double rounded) {
        assertThat(AnalyticGaussian.sigma(Math.log(expEpsilon), delta, sensitivity))
                .isBetween(rounded * 0.999, rounded);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "0.01, 1e-6", "1, 1e-9", "20, 1e-5", "300, 1e-5"})
    void sigmaAndEpsilonAreInverse(double epsilon, double delta) {
        double sigma = AnalyticGaussian.sigma(epsilon, delta, 1);

        assertThat(AnalyticGaussian.delta(epsilon, sigma)).isCloseTo(delta, within(delta * 1e-6));
        assertThat(AnalyticGaussian.epsilon(sigma, delta)).isCloseTo(epsilon, within(1e-9 + epsilon * 1e-9));
    }

    @Test
    void impossibleInputIsRefused() {
        assertThatThrownBy(() -> AnalyticGaussian.delta(-1, 1)).hasMessageContaining("epsilon is -1.0");
        assertThatThrownBy(() -> AnalyticGaussian.sigma(1, 0, 1)).hasMessageContaining("delta is 0.0");
        assertThatThrownBy(() -> AnalyticGaussian.epsilon(0, 1e-5)).hasMessageContaining("sigma is 0.0");
        assertThatThrownBy(() -> AnalyticGaussian.sigma(1, 1e-5, 0)).hasMessageContaining("sensitivity");
    }
}
