package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void linearTicksAreRoundAndHaveEqualDecimals() {
        Scale scale = Scale.linear(0.803, 0.871, 100, 0, 5);

        assertThat(scale.ticks()).extracting(Scale.Tick::label).containsExactly("0.80", "0.82", "0.84", "0.86", "0.88");
        assertThat(scale.position(0.80)).isCloseTo(100, within(1e-9));
        assertThat(scale.position(0.88)).isCloseTo(0, within(1e-9));
    }

    @Test
    void logarithmicTicksAreOneTwoFive() {
        Scale scale = Scale.logarithmic(0.27, 1.5, 0, 100);

        assertThat(scale.ticks()).extracting(Scale.Tick::label).containsExactly("0.2", "0.5", "1", "2");
    }

    @Test
    void wideLogarithmicAxesAreLabelledWithPowers() {
        Scale scale = Scale.logarithmic(0.1, 1e8, 0, 100);

        assertThat(scale.ticks()).extracting(Scale.Tick::label).contains("10⁵").hasSizeLessThanOrEqualTo(9);
    }

    @Property
    void valuesLieInsideTheAxis(
            @ForAll @DoubleRange(min = -9, max = 9) double lowExponent,
            @ForAll @DoubleRange(min = 0, max = 12) double decades) {
        double low = Math.pow(10, lowExponent);
        double high = low * Math.pow(10, decades);

        for (Scale scale : new Scale[] {Scale.linear(low, high, 300, 10, 5), Scale.logarithmic(low, high, 300, 10)}) {
            assertThat(scale.position(low)).isBetween(10 - 1e-3, 300 + 1e-3);
            assertThat(scale.position(high)).isBetween(10 - 1e-3, 300 + 1e-3);
            assertThat(scale.position(high)).isLessThanOrEqualTo(scale.position(low));
            assertThat(scale.ticks()).hasSizeBetween(2, 13).allSatisfy(tick -> assertThat(scale.position(tick.value()))
                    .isBetween(10 - 1e-3, 300 + 1e-3));
        }
    }
}
