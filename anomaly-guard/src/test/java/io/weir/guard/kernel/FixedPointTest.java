package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FixedPointTest {
    @Property
    void theLargestPossibleSumDoesNotOverflow(
            @ForAll @DoubleRange(min = -20, max = 30) double exponent,
            @ForAll @IntRange(min = 1, max = 1 << 20) int weightMax,
            @ForAll @IntRange(min = 1, max = 1 << 20) int cohort) {
        double bound = (float) Math.pow(2, exponent);

        int scaleBits = FixedPoint.scaleBits(bound, weightMax, cohort);

        float largest = (float) bound;
        BigInteger q = new BigDecimal(largest)
                .multiply(new BigDecimal(2).pow(Math.max(0, scaleBits)))
                .divide(new BigDecimal(2).pow(Math.max(0, -scaleBits)))
                .setScale(0, RoundingMode.UP)
                .toBigInteger();
        BigInteger sum = q.multiply(BigInteger.valueOf(weightMax)).multiply(BigInteger.valueOf(cohort));
        assertThat(sum.bitLength()).isLessThanOrEqualTo(63);
        assertThat(q.bitLength()).isLessThanOrEqualTo(51);
    }

    @Property
    void aTermIsTheNearestIntegerTiesToEven(
            @ForAll @DoubleRange(min = -100, max = 100) double value,
            @ForAll @IntRange(min = 1, max = 1000) int weight) {
        int scaleBits = FixedPoint.scaleBits(100, 1000, 10);
        long[] sums = {0};

        FixedPoint.add(new float[] {(float) value}, 1, weight, 1, scaleBits, sums);

        long expected = new BigDecimal((float) value)
                .multiply(new BigDecimal(2).pow(scaleBits))
                .setScale(0, RoundingMode.HALF_EVEN)
                .multiply(BigDecimal.valueOf(weight))
                .longValueExact();
        assertThat(sums[0]).isEqualTo(expected);
    }

    @Property
    void everyValueOfAVectorEntersAsIfItCameAlone(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 70) int length,
            @ForAll @DoubleRange(min = 0.01, max = 1) double factor) {
        float[] values = values(new Random(seed), length + 1);
        long[] sums = new long[length + 1];

        FixedPoint.add(values, length, 7, factor, 30, sums);

        for (int i = 0; i < length; i++) {
            long[] alone = {0};
            FixedPoint.add(new float[] {values[i]}, 1, 7, factor, 30, alone);
            assertThat(sums[i]).isEqualTo(alone[0]);
        }
        assertThat(sums[length]).isZero();
    }

    @Property
    void aTermThatIsTakenBackLeavesNoTrace(@ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int length) {
        Random random = new Random(seed);
        float[] kept = values(random, length);
        float[] taken = values(random, length);
        long[] alone = new long[length];
        FixedPoint.add(kept, length, 7, 1, 20, alone);
        long[] sums = new long[length];
        FixedPoint.add(taken, length, 3, 0.25, 20, sums);
        FixedPoint.add(kept, length, 7, 1, 20, sums);

        FixedPoint.add(taken, length, -3, 0.25, 20, sums);

        assertThat(sums).containsExactly(alone);
    }

    @Test
    void aWeightThatLeavesNoPrecisionIsRefused() {
        assertThatThrownBy(() -> FixedPoint.scaleBits(1, Integer.MAX_VALUE, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weir.round.weight.max");
    }

    private static float[] values(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
