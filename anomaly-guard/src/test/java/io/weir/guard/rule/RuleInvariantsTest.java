package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.guard.Combination;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Aggregation.Result;
import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every stage, on random rows of which no two are equally near. MDA has ties even so: {@link MdaTest}. */
class RuleInvariantsTest {
    private static final int F = 3;
    private static final int ROWS = 4 * F + 3;
    private static final int COLUMNS = 30;

    @Provide
    Arbitrary<Aggregation> linear() {
        return Arbitraries.of(Stream.concat(robust().stream(), Stream.of(new Mean(), new CenteredClipping(1, 3)))
                .toList());
    }

    @Provide
    Arbitrary<Aggregation> withoutTies() {
        return linear().filter(rule -> !(rule instanceof Mda));
    }

    @Provide
    Arbitrary<Aggregation> robustOnes() {
        return Arbitraries.of(robust());
    }

    /** Those that do not look from where the origin is. */
    @Provide
    Arbitrary<Aggregation> selections() {
        return Arbitraries.of(
                new Krum(F), new MultiKrum(F, 0), new Mda(F), new Smea(F), new Caf(F), new Dnc(F, 1, Dnc.Sampling.ALL));
    }

    @Provide
    Arbitrary<Transform> transforms() {
        return Arbitraries.of(new Clipping(5), new MedianClipping(), new Arc(F), new Nnm(F));
    }

    @Property(tries = 150)
    void theOrderOfRowsDoesNotMatter(@ForAll("withoutTies") Aggregation rule, @ForAll long seed) {
        double[][] x = rows(seed);
        int[] order = Bucketing.shuffled(seed).of(0, ROWS);

        double[] coefficients = coefficients(rule, x);
        double[] shuffled = coefficients(rule, reordered(x, order));

        for (int k = 0; k < ROWS; k++) {
            assertThat(shuffled[k]).isCloseTo(coefficients[order[k]], within(1e-9));
        }
    }

    @Property(tries = 100)
    void theOrderOfRowsDoesNotMatterToBulyan(@ForAll long seed) {
        double[][] x = rows(seed);
        int[] order = Bucketing.shuffled(seed).of(0, ROWS);

        int[] chosen = ((Result.Chosen) new Bulyan(F).aggregate(stage(x))).rows();
        int[] shuffled = ((Result.Chosen) new Bulyan(F).aggregate(stage(reordered(x, order)))).rows();

        assertThat(Arrays.stream(shuffled).map(k -> order[k])).containsExactlyInAnyOrder(boxed(chosen));
    }

    @Property(tries = 100)
    void theOrderOfRowsDoesNotMatterToTransforms(@ForAll("transforms") Transform transform, @ForAll long seed) {
        double[][] x = rows(seed);
        int[] order = Bucketing.shuffled(seed).of(0, ROWS);

        Rows plain = transform.transform(stage(x));
        Rows shuffled = transform.transform(stage(reordered(x, order)));

        for (int k = 0; k < ROWS; k++) {
            for (int i = 0; i < ROWS; i++) {
                assertThat(shuffled.mixing(k)[i]).isCloseTo(plain.mixing(order[k])[order[i]], within(1e-12));
            }
        }
    }

    @Property(tries = 150)
    void coefficientsAreNotNegativeAndSumToNoMoreThanOne(@ForAll("linear") Aggregation rule, @ForAll long seed) {
        double[] coefficients = coefficients(rule, rows(seed));

        assertThat(Arrays.stream(coefficients)).allMatch(c -> c >= 0);
        assertThat(Arrays.stream(coefficients).sum())
                .isLessThanOrEqualTo(1 + 1e-12)
                .isPositive();
    }

    @Property(tries = 150)
    void transformsKeepNormsAndGramInStep(@ForAll("transforms") Transform transform, @ForAll long seed) {
        double[][] x = rows(seed);

        Rows made = transform.transform(stage(x));

        double[][] values = IntStream.range(0, made.size())
                .mapToObj(r -> combined(made.mixing(r), x))
                .toArray(double[][]::new);
        for (int r = 0; r < made.size(); r++) {
            assertThat(made.norm(r)).isCloseTo(Math.sqrt(product(values[r], values[r])), within(1e-9));
            assertThat(made.gram().product(r, 0)).isCloseTo(product(values[r], values[0]), within(1e-9));
        }
    }

    @Property(tries = 150)
    void selectionsDoNotChangeWhenAllRowsMoveTogether(@ForAll("selections") Aggregation rule, @ForAll long seed) {
        double[][] x = rows(seed);
        double[] shift = new Random(seed + 1).doubles(COLUMNS, -3, 3).toArray();
        double[][] moved = Arrays.stream(x)
                .map(row -> IntStream.range(0, COLUMNS)
                        .mapToDouble(c -> row[c] + shift[c])
                        .toArray())
                .toArray(double[][]::new);

        assertThat(coefficients(rule, moved)).containsExactly(coefficients(rule, x), within(1e-6));
    }

    /** (f, κ)-robustness of Allouah et al. 2023: no κ of these rules is above 8 for 3 of 15, whatever the 3 send. */
    @Property(tries = 300)
    void hostileRowsMoveTheResultByNoMoreThanTheHonestOnesDiffer(
            @ForAll("robustOnes") Aggregation rule, @ForAll long seed) {
        Random random = new Random(seed);
        double[][] x = rows(seed);
        double scale = Math.pow(10, 4 * random.nextDouble() - 1);
        double[] direction = random.doubles(COLUMNS, -1, 1).toArray();
        for (int hostile = 0; hostile < F; hostile++) {
            double jitter = 1 + 0.01 * random.nextDouble();
            x[ROWS - 1 - hostile] =
                    Arrays.stream(direction).map(d -> d * scale * jitter).toArray();
        }
        double[] mean = combined(Order.meanOf(IntStream.range(0, ROWS - F).toArray(), ROWS), x);
        double spread = IntStream.range(0, ROWS - F)
                .mapToDouble(i -> squaredDistance(x[i], mean))
                .average()
                .orElseThrow();

        double[] result = combined(coefficients(rule, x), x);

        assertThat(squaredDistance(result, mean)).isLessThanOrEqualTo(8 * spread);
    }

    private static List<Aggregation> robust() {
        return List.of(
                new Krum(F),
                new MultiKrum(F, 0),
                new GeometricMedian(GeometricMedian.DEFAULT_NU, GeometricMedian.DEFAULT_ITERATIONS),
                new Mda(F),
                new Smea(F),
                new Caf(F),
                new Dnc(F, 1, Dnc.Sampling.ALL));
    }

    private static double[] coefficients(Aggregation rule, double[][] x) {
        assertThat(rule.combination()).isEqualTo(new Combination.Linear());
        return ((Result.Coefficients) rule.aggregate(stage(x))).coefficients();
    }

    /** Honest rows: a common direction and noise of a size of its own each. */
    private static double[][] rows(long seed) {
        Random random = new Random(seed);
        double[][] x = new double[ROWS][COLUMNS];
        for (double[] row : x) {
            double noise = 0.2 + random.nextDouble();
            for (int c = 0; c < COLUMNS; c++) {
                row[c] = 1 + noise * random.nextGaussian();
            }
        }
        return x;
    }

    private static double[][] reordered(double[][] x, int[] order) {
        return Arrays.stream(order).mapToObj(i -> x[i]).toArray(double[][]::new);
    }

    private static Rows stage(double[][] x) {
        double[] products = new double[Gram.length(x.length)];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = product(x[i], x[j]);
            }
        }
        List<UpdateStatistics> updates = IntStream.range(0, x.length)
                .mapToObj(i -> new UpdateStatistics("p" + i, 1, product(x[i], x[i])))
                .toList();
        return Rows.of(new RoundStatistics(updates, Optional.of(Gram.ofTriangle(x.length, products))));
    }

    private static double[] combined(double[] coefficients, double[][] x) {
        double[] sum = new double[COLUMNS];
        for (int i = 0; i < x.length; i++) {
            for (int c = 0; c < COLUMNS; c++) {
                sum[c] += coefficients[i] * x[i][c];
            }
        }
        return sum;
    }

    private static double product(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(c -> a[c] * b[c]).sum();
    }

    private static double squaredDistance(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(c -> (a[c] - b[c]) * (a[c] - b[c]))
                .sum();
    }

    private static Integer[] boxed(int[] values) {
        return Arrays.stream(values).boxed().toArray(Integer[]::new);
    }
}
