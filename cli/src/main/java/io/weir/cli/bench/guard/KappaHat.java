package io.weir.cli.bench.guard;

import io.weir.cli.attack.Normal;
import io.weir.cli.attack.Vectors;
import io.weir.guard.VerdictRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A measured robustness coefficient. A rule is (f, κ)-robust if its result is no farther from the mean of any n − f updates
 * than {@code κ · mean ‖x_i − x̄‖²}, squared (Allouah et al. 2023, definition 2). κ̂ is the worst ratio over a menu of
 * draws, directions and lengths: a lower estimate of κ, the same menu for every rule.
 */
final class KappaHat {
    private static final int LENGTH = 60;
    private static final int DRAWS = 12;
    private static final int POWER_STEPS = 50;
    private static final double[] DEVIATIONS = {0.25, 0.5, 1, 2, 3, 5, 10, 30, 100};
    /** Above every norm of the menu: κ̂ is the rule's, not the ceiling's. */
    private static final double BOUND = 1 << 20;

    private KappaHat() {}

    /** The worst ratio for {@code n} updates, {@code f} of them hostile. */
    static double of(VerdictRule rule, int n, int f) {
        double worst = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            SplittableRandom random = new SplittableRandom(draw);
            List<double[]> honest = honest(n - f, random);
            double[] mean = Vectors.mean(honest);
            double spread = Math.sqrt(Vectors.variance(honest));
            for (double[] direction : directions(honest, mean, random)) {
                for (double deviations : DEVIATIONS) {
                    List<double[]> all = new ArrayList<>(honest);
                    all.addAll(Collections.nCopies(f, Vectors.plus(mean, deviations * spread, direction)));
                    worst = Math.max(worst, ratio(rule, all, honest));
                }
            }
        }
        return worst;
    }

    /** {@code ‖rule(all) − x̄‖² / mean ‖x_i − x̄‖²}, mean and x̄ over some of them. */
    static double ratio(VerdictRule rule, List<double[]> all, List<double[]> some) {
        int[] weights = new int[all.size()];
        Arrays.fill(weights, 1);
        MemoryRound round = MemoryRound.close(rule, MemoryRound.floats(all.toArray(double[][]::new)), weights, BOUND);
        return Vectors.squaredDistance(round.aggregate(), Vectors.mean(some)) / Vectors.variance(some);
    }

    private static List<double[]> honest(int count, SplittableRandom random) {
        double[] centre = Normal.next(random, LENGTH);
        double[] scale =
                Arrays.stream(Normal.next(random, LENGTH)).map(StrictMath::exp).toArray();
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] row = Normal.next(random, LENGTH);
            for (int j = 0; j < LENGTH; j++) {
                row[j] = centre[j] + scale[j] * row[j];
            }
            rows.add(row);
        }
        return rows;
    }

    /** Against the mean, against the deviations, both ways along the principal one, to the farthest row, anywhere. */
    private static List<double[]> directions(List<double[]> honest, double[] mean, SplittableRandom random) {
        double[] farthest = honest.stream()
                .max(Comparator.comparingDouble(row -> Vectors.squaredDistance(row, mean)))
                .orElseThrow();
        double[] principal = principal(honest, mean, Normal.next(random, LENGTH));
        return List.of(
                Vectors.unit(-1, mean),
                Vectors.unit(-1, Vectors.deviation(honest)),
                principal,
                Vectors.unit(-1, principal),
                Vectors.unit(1, Vectors.plus(farthest, -1, mean)),
                Vectors.unit(1, Normal.next(random, LENGTH)));
    }

    /** By power iteration. */
    private static double[] principal(List<double[]> honest, double[] mean, double[] start) {
        double[] v = start;
        for (int step = 0; step < POWER_STEPS; step++) {
            double[] next = new double[LENGTH];
            for (double[] row : honest) {
                double[] centred = Vectors.plus(row, -1, mean);
                next = Vectors.plus(next, Vectors.product(centred, v), centred);
            }
            v = Vectors.unit(1, next);
        }
        return v;
    }
}
