package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTransformTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 64, 512})
    void isTheSumThatDefinesItAndHasAnInverse(int size) {
        SplittableRandom random = new SplittableRandom(size);
        double[] real = random.doubles(size, -1, 1).toArray();
        double[] imaginary = random.doubles(size, -1, 1).toArray();
        double[] expectedReal = new double[size];
        double[] expectedImaginary = new double[size];
        for (int k = 0; k < size; k++) {
            for (int j = 0; j < size; j++) {
                double angle = -2 * Math.PI * ((long) j * k % size) / size;
                expectedReal[k] += real[j] * Math.cos(angle) - imaginary[j] * Math.sin(angle);
                expectedImaginary[k] += real[j] * Math.sin(angle) + imaginary[j] * Math.cos(angle);
            }
        }
        double[] workReal = real.clone();
        double[] workImaginary = imaginary.clone();
        FourierTransform transform = new FourierTransform(size);

        transform.forward(workReal, workImaginary);

        assertThat(workReal).containsExactly(expectedReal, within(1e-11));
        assertThat(workImaginary).containsExactly(expectedImaginary, within(1e-11));
        transform.inverse(workReal, workImaginary);
        assertThat(workReal).containsExactly(real, within(1e-13));
        assertThat(workImaginary).containsExactly(imaginary, within(1e-13));
    }

    @Test
    void onlyPowersOfTwo() {
        assertThatThrownBy(() -> new FourierTransform(12)).hasMessageContaining("12");
    }
}
