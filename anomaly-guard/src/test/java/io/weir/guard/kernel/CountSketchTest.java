package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountSketchTest {
    @Test
    void aShortVectorIsItsOwnSketch() {
        assertThat(sketch(new float[] {1, -2, 3}, 8, 3)).containsExactly(1, -2, 3);
    }

    @Test
    void aLongVectorsProductsComeOutAboutRightAndNormsOfSpikesExactly() {
        Random random = new Random(5);
        int length = 20_000;
        float[] x = new float[length];
        float[] y = new float[length];
        for (int j = 0; j < length; j++) {
            x[j] = (float) random.nextGaussian();
            y[j] = (float) (0.6 * x[j] + 0.8 * random.nextGaussian());
        }
        double[] ofX = sketch(x, 1024, length);
        double[] ofY = sketch(y, 1024, length);

        double cosine = product(ofX, ofY) / Math.sqrt(product(ofX, ofX) * product(ofY, ofY));

        assertThat(cosine).isCloseTo(0.6, within(4 / Math.sqrt(1024)));
        float[] spike = new float[length];
        spike[12_345] = -7;
        assertThat(product(sketch(spike, 1024, length), sketch(spike, 1024, length)))
                .isEqualTo(49);
    }

    @Test
    void chunksAddUpAndEveryBucketIsUsed() {
        float[] ones = new float[5000];
        Arrays.fill(ones, 1);
        double[] whole = sketch(ones, 64, 5000);

        double[] inParts = sketch(ones, 64, 1234);

        assertThat(inParts).containsExactly(whole);
        assertThat(Arrays.stream(whole).filter(bucket -> bucket != 0).count()).isGreaterThan(50);
        assertThat(Arrays.stream(whole).map(Math::abs).max().orElseThrow()).isLessThan(60);
    }

    private static double[] sketch(float[] values, int width, int chunk) {
        CountSketch sketch = CountSketch.of(values.length, width);
        double[] numbers = new double[sketch.width()];
        for (int first = 0; first < values.length; first += chunk) {
            int length = Math.min(chunk, values.length - first);
            sketch.add(Row.of(Arrays.copyOfRange(values, first, first + length)), first, length, numbers, 0);
        }
        return numbers;
    }

    private static double product(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }
}
