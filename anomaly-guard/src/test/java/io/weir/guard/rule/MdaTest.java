package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.pipeline.Rows;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MdaTest {
    @Property(tries = 300)
    void selectsTheFirstSubsetOfSmallestDiameter(
            @ForAll long seed, @ForAll @IntRange(max = 4) int f, @ForAll @IntRange(max = 3) int more) {
        int n = 2 * f + 1 + more;
        Random random = new Random(seed);
        double[][] x = new double[n][];
        for (int i = 0; i < n; i++) {
            // Whole numbers, so that there are ties.
            x[i] = new double[] {random.nextInt(5), random.nextInt(5)};
        }
        Gram gram = gram(x);

        int[] selected = new Mda(f).select(rows(gram));

        assertThat(selected).containsExactly(byTryingAll(gram, n - f));
    }

    private static int[] byTryingAll(Gram gram, int size) {
        int n = gram.size();
        int[] best = new int[0];
        double smallest = Double.POSITIVE_INFINITY;
        // Row 0 is the highest bit, so that falling masks are in lexicographic order.
        for (int mask = (1 << n) - 1; mask >= 0; mask--) {
            int bits = mask;
            int[] subset = IntStream.range(0, n)
                    .filter(i -> (bits >> (n - 1 - i) & 1) == 1)
                    .toArray();
            if (subset.length == size && diameter(gram, subset) < smallest) {
                smallest = diameter(gram, subset);
                best = subset;
            }
        }
        return best;
    }

    private static double diameter(Gram gram, int[] subset) {
        double diameter = 0;
        for (int i : subset) {
            for (int j : subset) {
                diameter = Math.max(diameter, gram.squaredDistance(i, j));
            }
        }
        return diameter;
    }

    private static Gram gram(double[][] x) {
        double[] products = new double[Gram.length(x.length)];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = x[i][0] * x[j][0] + x[i][1] * x[j][1];
            }
        }
        return Gram.ofTriangle(x.length, products);
    }

    private static Rows rows(Gram gram) {
        return Rows.of(new RoundStatistics(
                IntStream.range(0, gram.size())
                        .mapToObj(i -> new UpdateStatistics("p" + i, 1, gram.product(i, i)))
                        .toList(),
                Optional.of(gram)));
    }
}
