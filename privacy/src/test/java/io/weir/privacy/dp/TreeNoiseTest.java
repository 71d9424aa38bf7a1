package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeNoiseTest {
    private static final int VALUES = 50_000;

    private final TreeNoise tree = new TreeNoise(new byte[32], 20);

    private long[] noise(long step) {
        long[] values = new long[VALUES];
        tree.addTo(values, step);
        return values;
    }

    private static double variance(long[] values) {
        double squares = 0;
        for (long value : values) {
            squares += (double) value * value;
        }
        return squares / values.length;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 8, 1000, (1L << 40) - 1})
    void aRunningSumHasTheNoiseOfItsNodes(long step) {
        assertThat(variance(noise(step)) / 400).isCloseTo(Long.bitCount(step), within(0.04 * Long.bitCount(step)));
    }

    @Test
    void sumsShareTheNodesThatTheyShare() {
        long[] seven = noise(7);
        long[] six = noise(6);
        long[] four = noise(4);
        for (int i = 0; i < VALUES; i++) {
            seven[i] -= six[i];
            six[i] -= four[i];
        }

        assertThat(variance(seven) / 400).isCloseTo(1, within(0.04));
        assertThat(variance(six) / 400).isCloseTo(1, within(0.04));
        assertThat(seven).isNotEqualTo(six);
    }

    @Test
    void nodesOfDifferentLevelsDiffer() {
        assertThat(noise(1)).isNotEqualTo(noise(2)).isEqualTo(noise(1));
        assertThat(noise(2)).isNotEqualTo(noise(4));
    }

    @Test
    void stepsBeginWithOne() {
        assertThatThrownBy(() -> tree.addTo(new long[1], 0)).hasMessageContaining("step is 0");
    }
}
