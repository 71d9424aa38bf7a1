package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseCalibrationTest {
    @ParameterizedTest
    @CsvSource({
        "7.32911117143, 1e-5, 0.04, 2250, RDP, 1.5",
        "1.4154988495, 1e-7, 0.001, 30000, RDP, 1.0",
        "22.5970358, 1e-5, 0.01, 120, RDP, 0.35",
        "2.4612381, 1e-5, 0.01, 120, PLD, 0.7",
        "1.0, 1e-6, 1, 1, RDP, 4.530877117"
    })
    void findsTheNoiseOfAKnownBudget(
            double epsilon, double delta, double rate, long steps, Accounting accounting, double noise) {
        assertThat(NoiseCalibration.noiseMultiplier(epsilon, delta, rate, steps, accounting))
                .isCloseTo(noise, within(noise * 1e-3));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.02, 200, RDP", "8, 0.02, 200, RDP", "2, 0.1, 50, PLD", "50, 1, 3, RDP"})
    void neverOverspends(double epsilon, double rate, long steps, Accounting accounting) {
        double noise = NoiseCalibration.noiseMultiplier(epsilon, 1e-6, rate, steps, accounting);

        assertThat(accounting.epsilon(new GaussianPlan(rate, noise, steps), 1e-6))
                .isBetween(epsilon * 0.99, epsilon);
    }

    @Test
    void anUnreachableBudgetSaysWhatToDo() {
        assertThatThrownBy(() -> NoiseCalibration.noiseMultiplier(1e-9, 1e-15, 1, 1_000_000, Accounting.RDP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allow more epsilon or delta, fewer steps, or sample less");
        assertThatThrownBy(() -> NoiseCalibration.noiseMultiplier(0, 1e-5, 1, 1))
                .hasMessageContaining("epsilon is 0.0");
    }
}
