package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Combination.MiddleRanks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MiddleSumsTest {
    private static final int SCALE_BITS = 20;

    /** Lengths straddle the kernel's blocks and vector lanes. */
    @Property(tries = 60)
    void theMiddleRanksAreRoundedAndAdded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int updates,
            @ForAll @IntRange(min = 0, max = 30) int trim,
            @ForAll @IntRange(min = 1, max = 1100) int length) {
        float[][] values = values(new Random(seed), updates, length + 3);
        MiddleRanks ranks = new MiddleRanks(trim);

        long[] sums = new long[length + 5];
        new MiddleSums(ranks, updates).sum(rows(values), 3, length, SCALE_BITS, sums, 5);

        for (int c = 0; c < length; c++) {
            assertThat(sums[5 + c]).isEqualTo(expected(values, 3 + c, ranks));
        }
        assertThat(Arrays.copyOf(sums, 5)).containsOnly(0);
    }

    private static float[][] values(Random random, int updates, int length) {
        float[][] values = new float[updates][length];
        for (float[] row : values) {
            for (int c = 0; c < length; c++) {
                row[c] = random.nextInt(8) == 0 ? -0f : (float) random.nextGaussian() * (1 << random.nextInt(12));
            }
        }
        return values;
    }

    private static MiddleSums.Row[] rows(float[][] values) {
        return Arrays.stream(values)
                .<MiddleSums.Row>map(
                        row -> (column, length, target) -> System.arraycopy(row, column, target, 0, length))
                .toArray(MiddleSums.Row[]::new);
    }

    private static long expected(float[][] values, int column, MiddleRanks ranks) {
        double[] sorted =
                Arrays.stream(values).mapToDouble(row -> row[column]).sorted().toArray();
        long sum = 0;
        for (int r = ranks.from(sorted.length); r < ranks.to(sorted.length); r++) {
            sum += new BigDecimal(Math.scalb(sorted[r], SCALE_BITS))
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
        return sum;
    }
}
