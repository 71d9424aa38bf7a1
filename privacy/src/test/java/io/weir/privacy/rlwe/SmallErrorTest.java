package io.weir.privacy.rlwe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.field.ChiSquare;
import io.weir.privacy.field.KeyStream;
import org.junit.jupiter.api.Test;

class SmallErrorTest {
    private static final int DRAWS = 400_000;
    private static final double VARIANCE = 16;

    @Test
    void isTheDiscreteGaussianOfDeviationFour() {
        KeyStream stream = new KeyStream(new byte[32], "test", 0);
        long[] counts = new long[31];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) SmallError.draw(stream) + 15]++;
        }
        double[] expected = new double[31];
        double total = 0;
        for (int k = -15; k <= 15; k++) {
            expected[k + 15] = Math.exp(-k * k / (2 * VARIANCE));
            total += expected[k + 15];
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= DRAWS / total;
        }

        assertThat(ChiSquare.of(counts, expected)).isLessThan(ChiSquare.limit(30));
    }
}
