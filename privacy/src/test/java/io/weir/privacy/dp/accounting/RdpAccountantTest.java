package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpAccountantTest {
    private static final double PRECISION = 1e-6;

    private static RdpAccountant spent(Mechanism... mechanisms) {
        RdpAccountant accountant = new RdpAccountant();
        for (Mechanism mechanism : mechanisms) {
            accountant.add(mechanism);
        }
        return accountant;
    }

    @ParameterizedTest
    @CsvSource({
        "0.04, 1.5, 2250, 1e-5, 7.32911117143",
        "0.0025, 1.3, 6000, 1e-5, 0.7242234026",
        "0.001, 1.0, 30000, 1e-7, 1.4154988495",
        "1, 0.7, 2, 1e-5, 10.8602036",
        "1, 0.35, 2, 1e-5, 26.2880374",
        "1, 4.530877117, 1, 1e-6, 1.0",
        // Implementations that take the binomials without their sign say 3.2392676 and 22.6248601; the definition says
        // less.
        "0.01, 0.7, 120, 1e-5, 3.2391922",
        "0.01, 0.35, 120, 1e-5, 22.5970358137"
    })
    void agreesWithOtherImplementations(double rate, double noise, long steps, double delta, double expected) {
        double epsilon = spent(new GaussianPlan(rate, noise, steps)).epsilon(delta);

        assertThat(epsilon).isCloseTo(expected, within(expected * PRECISION));
    }

    @ParameterizedTest
    @CsvSource({"0.0025, 1.3, 6000, 1e-5, 19", "0.001, 1.0, 30000, 1e-7, 13"})
    void findsTheOrderThatOthersFind(double rate, double noise, long steps, double delta, double order) {
        assertThat(spent(new GaussianPlan(rate, noise, steps)).guarantee(delta).order())
                .isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({"5, 2.18075656e-3", "50, 2.38460375e-2", "100, 167.416308"})
    void divergenceByOrderAgreesWithOtherImplementations(double order, double expected) {
        assertThat(new GaussianPlan(0.01, 2.5, 50).rdp(order)).isCloseTo(expected, within(expected * PRECISION));
    }

    /** The definition, E[ratio^α] under the neighbour without the record, by the trapezoidal rule, which is exact for such functions. */
    private static double byIntegration(double rate, double noise, double order) {
        double sum = 0;
        double step = noise / 200;
        for (double x = -40 * noise; x < 40 * noise + 2 * order; x += step) {
            double logRatio = Math.log(1 - rate + rate * Math.exp((2 * x - 1) / (2 * noise * noise)));
            sum += Math.exp(order * logRatio - x * x / (2 * noise * noise));
        }
        return Math.log(sum * step / (noise * Math.sqrt(2 * Math.PI))) / (order - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 1, 1.1",
        "0.01, 1, 2.5",
        "0.2, 0.6, 1.7",
        "0.2, 2, 10.3",
        "0.5, 1, 1.5",
        "0.9, 1.5, 3.3",
        "0.9, 0.8, 4",
        "0.001, 0.8, 7.9",
        "0.3, 5, 40",
        "0.01, 0.35, 1.6",
        "0.01, 0.35, 1.7"
    })
    void divergenceIsWhatItsDefinitionSays(double rate, double noise, double order) {
        double expected = byIntegration(rate, noise, order);

        assertThat(new GaussianPlan(rate, noise, 1).rdp(order)).isCloseTo(expected, within(expected * PRECISION));
    }

    @Test
    void mechanismsAddUpByOrder() {
        GaussianPlan plan = new GaussianPlan(0.01, 1.1, 300);

        RdpAccountant parts = spent(plan.withSteps(100), new TreeAggregation(8, 7), plan.withSteps(200));
        RdpAccountant whole = spent(plan, new GaussianPlan(1, 8, 3));

        assertThat(parts.epsilon(1e-6)).isCloseTo(whole.epsilon(1e-6), within(1e-12));
        assertThat(parts.epsilon(1e-6)).isGreaterThan(spent(plan).epsilon(1e-6));
    }

    @Test
    void nothingCostsNothing() {
        assertThat(spent().epsilon(1e-5)).isZero();
        assertThat(spent(new GaussianPlan(1e-4, 1e5, 1)).epsilon(1e-5)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void deltaOutOfRangeIsRefused(double delta) {
        RdpAccountant accountant = new RdpAccountant();

        assertThatThrownBy(() -> accountant.epsilon(delta))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delta is " + delta);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, sampling rate",
        "1.01, 1, 1, sampling rate",
        "NaN, 1, 1, sampling rate",
        "0.1, 0, 1, noise multiplier",
        "0.1, Infinity, 1, noise multiplier",
        "0.1, 1, 0, steps"
    })
    void impossiblePlanIsRefused(double rate, double noise, long steps, String named) {
        assertThatThrownBy(() -> new GaussianPlan(rate, noise, steps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
