package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveClipTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 500})
    void theBoundFindsTheQuantileFromWherever(double start) {
        SplittableRandom random = new SplittableRandom(1);
        AdaptiveClip clip = new AdaptiveClip(start, 0.7);
        for (int round = 0; round < 400; round++) {
            int within = 0;
            for (int i = 0; i < 200; i++) {
                within += random.nextDouble() * 10 <= clip.bound() ? 1 : 0;
            }
            clip = clip.next(within / 200.0 + random.nextDouble(-0.05, 0.05));
        }

        assertThat(clip.bound()).isCloseTo(7, within(0.5));
    }

    @Test
    void oneRoundIsTheFormula() {
        assertThat(new AdaptiveClip(2, 0.5).next(1).bound()).isCloseTo(2 * Math.exp(-0.1), within(1e-12));
        assertThat(new AdaptiveClip(2, 0.5).next(0.5).bound()).isEqualTo(2);
        assertThat(new AdaptiveClip(2, 0.5).next(-1e9).bound()).isFinite();
    }

    @Test
    void boundAndQuantileAreChecked() {
        assertThatThrownBy(() -> new AdaptiveClip(0, 0.5)).hasMessageContaining("bound is 0.0");
        assertThatThrownBy(() -> new AdaptiveClip(1, 1)).hasMessageContaining("quantile is 1.0");
        assertThatThrownBy(() -> new AdaptiveClip(1, 0.5).next(Double.NaN)).hasMessageContaining("NaN");
    }
}
