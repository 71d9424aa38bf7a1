package io.weir.cli.bench.mnist;

import io.weir.guard.Combination;
import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.FixedPoint;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the guard makes of a round of updates of equal weight, from nothing but their inner products.
 *
 * @param rows of the round
 * @param admitted indexes
 * @param factors of the admitted
 * @param mixing as of {@link Judgement}
 * @param divisor of the sums
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Verdict(
        int rows, Combination combination, int[] admitted, double[] factors, List<double[]> mixing, long divisor) {
    /** The absolute ceiling of a norm; whoever is above is refused before the rule judges. Far above honest norms. */
    static final double BOUND = 1 << 16;

    private static final int WEIGHT = 1;
    /** So that names have the order of the indexes. */
    private static final int NAMES_FROM = 10_000;

    /** Judges a round. */
    static Verdict of(VerdictRule configured, Gram gram) {
        int[] candidates = IntStream.range(0, gram.size())
                .filter(i -> gram.norm(i) <= BOUND)
                .toArray();
        List<UpdateStatistics> updates = new ArrayList<>();
        for (int i : candidates) {
            updates.add(new UpdateStatistics("worker-" + (NAMES_FROM + i), WEIGHT, Math.max(0, gram.product(i, i))));
        }
        VerdictRule rule = Rules.forRound(configured, candidates.length, gram.size() - candidates.length);
        Judgement judgement = rule.judge(
                new RoundStatistics(updates, rule.needsGram() ? Optional.of(gram.only(candidates)) : Optional.empty()));
        List<Integer> admitted = new ArrayList<>();
        List<Double> factors = new ArrayList<>();
        for (int c = 0; c < candidates.length; c++) {
            if (judgement.decisions().get(updates.get(c).participant()) instanceof Decision.Admit admit) {
                admitted.add(candidates[c]);
                factors.add(admit.clipFactor());
            }
        }
        int combined = judgement.mixing().isEmpty()
                ? admitted.size()
                : judgement.mixing().size();
        long divisor = judgement.divisor() > 0 || combined == 0
                ? Math.max(1, judgement.divisor())
                : rule.combination().divisor((long) WEIGHT * admitted.size(), combined);
        return new Verdict(
                gram.size(),
                rule.combination(),
                admitted.stream().mapToInt(Integer::intValue).toArray(),
                factors.stream().mapToDouble(Double::doubleValue).toArray(),
                judgement.mixing(),
                divisor);
    }

    /** Whether the aggregate is a sum of scaled updates, whatever their values. */
    boolean isLinear() {
        return combination instanceof Combination.Linear || combination instanceof Combination.WeightedSum;
    }

    /** How much of each update is in the aggregate of a linear verdict. */
    double[] shares() {
        double[] shares = new double[rows];
        for (int a = 0; a < admitted.length; a++) {
            shares[admitted[a]] = factors[a] * WEIGHT / divisor;
        }
        return shares;
    }

    /** The aggregate of {@code length} columns, from exact sums as the slices make them; zeros if nobody was admitted. */
    double[] aggregate(List<float[]> updates, int length) {
        double[] aggregate = new double[length];
        if (admitted.length == 0) {
            return aggregate;
        }
        int scaleBits = FixedPoint.scaleBits(BOUND, WEIGHT, rows);
        int[] weights = new int[admitted.length];
        Arrays.fill(weights, WEIGHT);
        Row[] summed =
                Arrays.stream(admitted).mapToObj(i -> Row.of(updates.get(i))).toArray(Row[]::new);
        long[] sums = new long[length];
        RowSums.of(combination, factors, weights, mixing).sum(summed, 0, length, scaleBits, sums, 0);
        for (int j = 0; j < length; j++) {
            aggregate[j] = FixedPoint.value(sums[j], scaleBits) / divisor;
        }
        return aggregate;
    }
}
