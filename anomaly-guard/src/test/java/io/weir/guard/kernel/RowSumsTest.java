package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.guard.Combination;
import io.weir.guard.Combination.Linear;
import io.weir.guard.Combination.MiddleRanks;
import io.weir.guard.Combination.NearestToMedian;
import io.weir.guard.Combination.WeightedSum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against sums in BigDecimal; lengths straddle the kernel's blocks and vector lanes. */
class RowSumsTest {
    private static final int SCALE_BITS = 20;

    @Property(tries = 60)
    void theMiddleRanksAreRoundedAndAdded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int updates,
            @ForAll @IntRange(min = 0, max = 30) int trim,
            @ForAll @IntRange(min = 1, max = 1100) int length) {
        float[][] values = values(new Random(seed), updates, length + 3);
        MiddleRanks ranks = new MiddleRanks(trim);

        long[] sums = new long[length + 5];
        kernel(ranks, updates, List.of()).sum(rows(values), 3, length, SCALE_BITS, sums, 5);

        for (int c = 0; c < length; c++) {
            assertThat(sums[5 + c]).isEqualTo(middle(column(values, 3 + c), ranks));
        }
        assertThat(Arrays.copyOf(sums, 5)).containsOnly(0);
    }

    @Property(tries = 40)
    void theValuesNearestToTheMedianAreAdded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 25) int updates,
            @ForAll @IntRange(min = 0, max = 30) int leaveOut,
            @ForAll @IntRange(min = 1, max = 600) int length) {
        float[][] values = values(new Random(seed), updates, length);
        NearestToMedian nearest = new NearestToMedian(leaveOut);

        long[] sums = new long[length];
        kernel(nearest, updates, List.of()).sum(rows(values), 0, length, SCALE_BITS, sums, 0);

        for (int c = 0; c < length; c++) {
            double[] sorted = column(values, c);
            double median = (sorted[(updates - 1) / 2] + sorted[updates / 2]) / 2;
            long expected = Arrays.stream(sorted)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Double v) -> Math.abs(v - median))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(nearest.count(updates))
                    .mapToLong(v -> rounded(v))
                    .sum();
            assertThat(sums[c]).isEqualTo(expected);
        }
    }

    @Property(tries = 40)
    void sumsAreScaledByFactorAndOnlyWeightedOnesByWeight(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 25) int updates,
            @ForAll @IntRange(min = 1, max = 600) int length) {
        Random random = new Random(seed);
        float[][] values = values(random, updates, length);
        double[] factors = random.doubles(updates).map(d -> 1 - d).toArray();
        int[] weights = random.ints(updates, 1, 1000).toArray();

        long[] weighted = new long[length];
        long[] linear = new long[length];
        RowSums.of(new WeightedSum(), factors, weights, List.of())
                .sum(rows(values), 0, length, SCALE_BITS, weighted, 0);
        RowSums.of(new Linear(), factors, weights, List.of()).sum(rows(values), 0, length, SCALE_BITS, linear, 0);

        for (int c = 0; c < length; c++) {
            long expectedWeighted = 0;
            long expectedLinear = 0;
            for (int u = 0; u < updates; u++) {
                long term = (long) Math.rint(values[u][c] * (factors[u] * (1 << SCALE_BITS)));
                expectedWeighted += weights[u] * term;
                expectedLinear += term;
            }
            assertThat(weighted[c]).isEqualTo(expectedWeighted);
            assertThat(linear[c]).isEqualTo(expectedLinear);
        }
    }

    @Property(tries = 40)
    void mixedRowsAreRankedAsIfTheyHadBeenSent(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int updates,
            @ForAll @IntRange(min = 1, max = 12) int mixtures,
            @ForAll @IntRange(min = 1, max = 600) int length) {
        Random random = new Random(seed);
        float[][] values = values(random, updates, length);
        List<double[]> mixing = Stream.generate(
                        () -> random.doubles(updates).map(d -> d < 0.3 ? 0 : d).toArray())
                .limit(mixtures)
                .toList();
        float[][] mixed = new float[mixtures][length];
        for (int m = 0; m < mixtures; m++) {
            for (int c = 0; c < length; c++) {
                double sum = 0;
                for (int u = 0; u < updates; u++) {
                    sum += mixing.get(m)[u] * values[u][c];
                }
                mixed[m][c] = (float) sum;
            }
        }

        long[] sums = new long[length];
        long[] expected = new long[length];
        MiddleRanks ranks = new MiddleRanks(1);
        kernel(ranks, updates, mixing).sum(rows(values), 0, length, SCALE_BITS, sums, 0);
        kernel(ranks, mixtures, List.of()).sum(rows(mixed), 0, length, SCALE_BITS, expected, 0);

        assertThat(sums).containsExactly(expected);
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        double[] half = {0.5};
        int[] one = {1};

        assertThatThrownBy(() -> RowSums.of(new MiddleRanks(0), half, one, List.of()))
                .hasMessageContaining("mixed rows");
        assertThatThrownBy(() -> RowSums.of(new Linear(), half, one, List.of(new double[] {1})))
                .hasMessageContaining("factors");
        assertThatThrownBy(() -> RowSums.of(new Linear(), half, new int[2], List.of()))
                .hasMessageContaining("same updates");
    }

    private static RowSums kernel(Combination combination, int updates, List<double[]> mixing) {
        double[] ones = new double[updates];
        Arrays.fill(ones, 1);
        return RowSums.of(combination, ones, new int[updates], mixing);
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

    private static Row[] rows(float[][] values) {
        return Arrays.stream(values).map(Row::of).toArray(Row[]::new);
    }

    private static double[] column(float[][] values, int column) {
        return Arrays.stream(values).mapToDouble(row -> row[column]).sorted().toArray();
    }

    private static long middle(double[] sorted, MiddleRanks ranks) {
        long sum = 0;
        for (int r = ranks.from(sorted.length); r < ranks.to(sorted.length); r++) {
            sum += rounded(sorted[r]);
        }
        return sum;
    }

    private static long rounded(double value) {
        return new BigDecimal(Math.scalb(value, SCALE_BITS))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
