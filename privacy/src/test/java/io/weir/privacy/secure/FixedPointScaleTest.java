package io.weir.privacy.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedPointScaleTest {
    @Test
    void isTheLargestThatFits() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            int bits = 8 + random.nextInt(24);
            double bound = Math.exp(random.nextGaussian() * 8);
            int weight = 1 + random.nextInt(1 << 20);
            int scale = FixedPointScale.bits(bits, bound, weight);
            double largest = Math.scalb(1.0, bits - 1) - 1;

            assertThat(Math.scalb(bound * weight, scale)).isLessThanOrEqualTo(largest);
            assertThat(Math.scalb(bound * weight, scale + 1)).isGreaterThan(largest);
        }
    }

    @Test
    void roundsToNearestAndRefusesWhatDoesNotFitAnInt() {
        assertThat(FixedPointScale.quantise(0.75f, 3, 1)).isEqualTo(4); // 4.5, ties to even
        assertThat(FixedPointScale.quantise(-0.3f, 10, 0)).isEqualTo(-3);
        assertThat(FixedPointScale.quantise(100f, 10, -3)).isEqualTo(125);
        assertThatThrownBy(() -> FixedPointScale.quantise(1e9f, 1000, 0)).isInstanceOf(ArithmeticException.class);
    }
}
