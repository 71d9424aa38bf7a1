package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.schemas.arrow.FloatColumn;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValueTraitsTest {
    private static final int LENGTH = 1000;

    @Test
    void aChunkOfOneValueIsConstantAndHasNoEntropy() {
        float[] values = new float[LENGTH];
        Arrays.fill(values, -0.25f);

        assertThat(ValueTraits.of(FloatColumn.of(values, LENGTH))).isEqualTo(new ValueTraits(true, 0));
    }

    @Test
    void oneOtherValueThatNoSampleMeetsIsFound() {
        float[] values = new float[LENGTH];
        Arrays.fill(values, 1);
        values[1] = 2; // Every third or fourth value is sampled, from the first on.

        assertThat(ValueTraits.of(FloatColumn.of(values, LENGTH)).constant()).isFalse();
    }

    @Test
    void onlyTheChunksOwnValuesCount() {
        float[] values = new float[LENGTH];
        Arrays.fill(values, 0, 300, 1);

        assertThat(ValueTraits.of(FloatColumn.of(values, 300)).constant()).isTrue();
    }

    @Test
    void zerosAreNeitherConstantNorPoor() {
        assertThat(ValueTraits.of(FloatColumn.of(new float[LENGTH], LENGTH)))
                .isEqualTo(new ValueTraits(false, ValueTraits.UNKNOWN));
    }

    @Test
    void entropyIsThatOfTheValuesShares() {
        assertThat(entropyOf(1, -1)).isCloseTo(1, within(1e-12));
        assertThat(entropyOf(1, 2, 3, 4)).isCloseTo(2, within(1e-12));
        assertThat(entropyOf(1, 1, 1, 2)).isCloseTo(0.8112781244591328, within(1e-12)); // −¾·log2 ¾ − ¼·log2 ¼
    }

    @Test
    void zerosBetweenSignsDoNotHideThem() {
        assertThat(entropyOf(1, 0, -1, 0)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aSparseUpdateOfManyValuesIsNotPoor() {
        float[] values = new float[LENGTH];
        Random random = new Random(1);
        for (int i = 0; i < LENGTH; i += 5) {
            values[i] = (float) random.nextGaussian();
        }

        assertThat(ValueTraits.of(FloatColumn.of(values, LENGTH)).entropyBits()).isGreaterThan(4);
    }

    @Test
    void fewerThanSixteenValuesTellNothing() {
        float[] fifteen = new float[256];
        Arrays.fill(fifteen, 0, 15, 1);
        float[] sixteen = new float[256];
        Arrays.fill(sixteen, 0, 16, 1);

        assertThat(ValueTraits.of(FloatColumn.of(fifteen, 256)).entropyBits()).isEqualTo(ValueTraits.UNKNOWN);
        assertThat(ValueTraits.of(FloatColumn.of(sixteen, 256)).entropyBits()).isZero();
    }

    @Property(tries = 200)
    void aSampleOfDifferentValuesHasTheLogarithmOfTheirNumber(
            @ForAll long seed, @ForAll @IntRange(min = 16, max = 5000) int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        float value = 0;
        for (int i = 0; i < length; i++) {
            value += 0.5f + random.nextFloat();
            values[i] = random.nextBoolean() ? value : -value;
        }

        assertThat(ValueTraits.of(FloatColumn.of(values, length)).entropyBits())
                .isCloseTo(Math.log(Math.min(256, length)) / Math.log(2), within(1e-9));
    }

    @Property(tries = 200)
    void theOrderOfTheValuesDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 16, max = 256) int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(1 + random.nextInt(40)) - 3;
        }
        float[] turned = new float[length];
        for (int i = 0; i < length; i++) {
            turned[i] = values[length - 1 - i];
        }

        assertThat(ValueTraits.of(FloatColumn.of(turned, length)))
                .isEqualTo(ValueTraits.of(FloatColumn.of(values, length)));
    }

    /** Of a chunk that repeats these values. */
    private static double entropyOf(float... cycle) {
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = cycle[i % cycle.length];
        }
        return ValueTraits.of(FloatColumn.of(values, values.length)).entropyBits();
    }
}
