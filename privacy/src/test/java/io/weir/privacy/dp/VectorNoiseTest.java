package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.privacy.field.KeyStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VectorNoiseTest {
    private static VectorNoise noise() {
        return new VectorNoise(new KeyStream(new byte[32], "vector", 0));
    }

    @Test
    void noiseHasTheDeviationOfMultiplierTimesSensitivity() {
        float[] values = new float[200_000];
        Arrays.fill(values, 3f);
        noise().add(values, 0.5, 1.5);
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value - 3;
            squares += (value - 3.0) * (value - 3.0);
        }

        assertThat(sum / values.length).isCloseTo(0, within(0.01));
        assertThat(squares / values.length).isCloseTo(0.5625 * 1.0009, within(0.01));
    }

    @Test
    void whatComesOutLiesOnTheGrid() {
        float[] values = {0.1f, -0.2f, 0.3f};
        noise().add(values, 1, 0.01);

        for (float value : values) {
            assertThat(value * 0x1p20 % 1).isZero();
        }
    }

    @Test
    void valuesThatNoNoiseCoversAreRefused() {
        assertThatThrownBy(() -> noise().add(new float[] {Float.NaN}, 1, 1)).hasMessageContaining("not finite");
        assertThatThrownBy(() -> noise().add(new float[] {1e30f}, 1, 1)).hasMessageContaining("far above");
    }
}
