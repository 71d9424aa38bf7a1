package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GridClipTest {
    private static NoisyGrid grid(double clip, int scaleBits, int parameters) {
        return new NoisyGrid(clip, 1, 1, parameters, 1, false, scaleBits);
    }

    private static BigInteger squared(long[] steps) {
        BigInteger sum = BigInteger.ZERO;
        for (long step : steps) {
            sum = sum.add(BigInteger.valueOf(step).pow(2));
        }
        return sum;
    }

    @Provide
    Arbitrary<float[]> vectors() {
        return Arbitraries.floats()
                .between(-10, 10)
                .array(float[].class)
                .ofMinSize(1)
                .ofMaxSize(300);
    }

    /** The sensitivity that the accountant is told, in exact arithmetic, rounding included. */
    @Property
    void neverExceedsTheBoundOnTheGrid(@ForAll("vectors") float[] values, @ForAll boolean coarse) {
        NoisyGrid grid = grid(1.37, coarse ? 5 : 20, values.length);

        long[] steps = GridClip.clipped(values, grid);

        assertThat(squared(steps))
                .isLessThanOrEqualTo(BigInteger.valueOf(grid.l2Bound()).pow(2));
    }

    @Test
    void manySmallValuesThatRoundingLengthensAreShortened() {
        float[] values = new float[10_000];
        java.util.Arrays.fill(values, 0.0101f); // norm 1.01, each 0.6464 steps of 1/64, which round to 1

        NoisyGrid grid = grid(1.01, 6, values.length);

        assertThat(squared(GridClip.clipped(values, grid)))
                .isLessThanOrEqualTo(BigInteger.valueOf(grid.l2Bound()).pow(2));
    }

    @Test
    void whatIsWithinTheBoundIsRoundedOnly() {
        assertThat(GridClip.clipped(new float[] {0.5f, -0.25f, 0.126f}, grid(1, 3, 3)))
                .containsExactly(4, -2, 1);
    }

    @Test
    void aLongVectorKeepsItsDirection() {
        long[] steps = GridClip.clipped(new float[] {3e30f, -4e30f}, grid(1, 20, 2));

        assertThat(steps[0] / 0x1p20).isCloseTo(0.6, within(1e-5));
        assertThat(steps[1] / 0x1p20).isCloseTo(-0.8, within(1e-5));
    }
}
