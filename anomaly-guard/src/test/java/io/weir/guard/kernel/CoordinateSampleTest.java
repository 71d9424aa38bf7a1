package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CoordinateSampleTest {
    private static final long MANY = 100_000;

    @Test
    void asManyCoordinatesAreInAsTheShareSaysAndOthersWithAnotherSeed() {
        CoordinateSample sample = new CoordinateSample(5, 0.3);
        CoordinateSample other = new CoordinateSample(6, 0.3);

        double in = LongStream.range(0, MANY).filter(sample::contains).count();
        double both = LongStream.range(0, MANY)
                .filter(j -> sample.contains(j) && other.contains(j))
                .count();

        assertThat(in / MANY).isCloseTo(0.3, within(0.01));
        assertThat(both / MANY).isCloseTo(0.09, within(0.01));
    }

    @Test
    void aRowKeepsWhatIsInWhereverItsChunkBegins() {
        CoordinateSample sample = new CoordinateSample(5, 0.5);
        float[] values = new float[64];
        for (int j = 0; j < values.length; j++) {
            values[j] = j + 1;
        }
        float[] whole = new float[64];
        float[] part = new float[20];

        sample.of(Row.of(values), 100).copy(0, 64, whole);
        sample.of(Row.of(values), 100).copy(30, 20, part);

        for (int j = 0; j < 64; j++) {
            assertThat(whole[j]).isEqualTo(sample.contains(100 + j) ? j + 1 : 0);
        }
        for (int j = 0; j < 20; j++) {
            assertThat(part[j]).isEqualTo(whole[30 + j]);
        }
        assertThat(whole).contains(0).isNotEqualTo(new float[64]);
    }
}
