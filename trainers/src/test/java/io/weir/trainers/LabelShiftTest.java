package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelShiftTest {
    @Test
    void aPublicShareOfPositivesTakesThePlaceOfCounts() {
        double counted = LabelShift.logitOffset(900, 100, 980_000, 20_000);

        assertThat(LabelShift.logitOffset(900, 100, 0.02)).isCloseTo(counted, within(1e-4));
        assertThat(LabelShift.logitOffset(900, 100, 0.1)).isCloseTo(0, within(1e-2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void aShareOfPositivesLeavesBothClassesSome(double prior) {
        assertThatThrownBy(() -> LabelShift.logitOffset(900, 100, prior)).hasMessageContaining("between 0 and 1");
    }
}
