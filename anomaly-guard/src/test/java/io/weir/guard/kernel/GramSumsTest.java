package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.guard.Gram;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GramSumsTest {
    @Property(tries = 30)
    void productsAreThoseOfExactArithmetic(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int updates,
            @ForAll @IntRange(min = 1, max = 530) int length) {
        float[][] values = values(new Random(seed), updates, length);
        GramSums sums = new GramSums(updates);

        sums.add(rows(values), 0, length);

        Gram gram = Gram.ofTriangle(updates, sums.triangle());
        for (int i = 0; i < updates; i++) {
            for (int j = 0; j < updates; j++) {
                double room = 1e-13 * (exact(values[i], values[i]) + exact(values[j], values[j]));
                assertThat(gram.product(i, j)).isCloseTo(exact(values[i], values[j]), within(room));
            }
        }
    }

    @Property(tries = 60)
    void theBitsDoNotDependOnHowColumnsAreDealtOut(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int updates,
            @ForAll @IntRange(min = 1, max = 1100) int length) {
        Random random = new Random(seed);
        Row[] rows = rows(values(random, updates, length));
        GramSums whole = new GramSums(updates);
        GramSums parts = new GramSums(updates);

        whole.add(rows, 0, length);
        for (int done = 0; done < length; ) {
            int columns = Math.min(1 + random.nextInt(300), length - done);
            parts.add(rows, done, columns);
            done += columns;
        }

        assertThat(parts.triangle()).containsExactly(whole.triangle());
    }

    /** What the documentation says, pair after pair. */
    @Property(tries = 60)
    void aProductAddsUpFourColumnsAtATime(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 130) int updates,
            @ForAll @IntRange(min = 1, max = 700) int length) {
        float[][] values = values(new Random(seed), updates, length);
        GramSums sums = new GramSums(updates);

        sums.add(rows(values), 0, length);

        double[] expected = new double[Gram.length(updates)];
        for (int i = 0; i < updates; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int c = 0; c < length; c += 4) {
                    double group = (double) values[i][c] * values[j][c];
                    for (int k = c + 1; k < Math.min(c + 4, length); k++) {
                        group += (double) values[i][k] * values[j][k];
                    }
                    product += group;
                }
                expected[Gram.index(i, j)] = product;
            }
        }
        assertThat(sums.triangle()).containsExactly(expected);
    }

    private static float[][] values(Random random, int updates, int length) {
        float[][] values = new float[updates][length];
        for (float[] row : values) {
            for (int c = 0; c < length; c++) {
                row[c] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    private static Row[] rows(float[][] values) {
        return Arrays.stream(values).map(Row::of).toArray(Row[]::new);
    }

    private static double exact(float[] a, float[] b) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int c = 0; c < a.length; c++) {
            sum = sum.add(new BigDecimal(a[c]).multiply(new BigDecimal(b[c])));
        }
        return sum.doubleValue();
    }
}
