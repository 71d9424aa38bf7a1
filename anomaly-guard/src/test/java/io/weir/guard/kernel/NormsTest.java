package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormsTest {
    @Property
    void agreesWithAnExactSum(@ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int length) {
        Random random = new Random(seed);
        float[] x = new float[length];
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < length; i++) {
            x[i] = (float) random.nextGaussian();
            exact = exact.add(new BigDecimal(x[i]).pow(2));
        }

        double squared = Norms.squared(x, length);

        assertThat(squared).isCloseTo(exact.doubleValue(), within(1e-12 * Math.max(1, squared)));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void showsAValueThatIsNotFiniteAtAnyPlace(float bad) {
        for (int at = 0; at < 19; at++) {
            float[] x = new float[19];
            x[at] = bad;

            double squared = Norms.squared(x, x.length);

            assertThat(Double.isFinite(squared)).as("bad value at %d", at).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 17})
    void finiteValuesNeverLookInfinite(int length) {
        float[] x = new float[length];
        java.util.Arrays.fill(x, Float.MAX_VALUE);

        double squared = Norms.squared(x, length);

        assertThat(squared).isFinite();
    }
}
