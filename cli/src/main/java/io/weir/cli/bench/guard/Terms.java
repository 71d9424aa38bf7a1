package io.weir.cli.bench.guard;

import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.guard.history.Judged;
import io.weir.guard.history.Outcome;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.guard.kernel.SeededNoise;
import io.weir.guard.kernel.SplitMix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a judgement adds up.
 *
 * @param names of the admitted updates
 * @param factors of them
 * @param weights of them
 * @param divisor of the sums
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Terms(List<String> names, double[] factors, int[] weights, long divisor) {
    static Terms of(VerdictRule rule, Judgement judgement, List<UpdateStatistics> candidates, List<Integer> admitted) {
        List<UpdateStatistics> counted = admitted.stream().map(candidates::get).toList();
        double[] factors = counted.stream()
                .mapToDouble(update -> ((Decision.Admit) judgement.decisions().get(update.participant())).clipFactor())
                .toArray();
        int[] weights = counted.stream().mapToInt(UpdateStatistics::weight).toArray();
        long totalWeight = 0;
        for (int weight : weights) {
            totalWeight += weight;
        }
        int combined = judgement.mixing().isEmpty()
                ? counted.size()
                : judgement.mixing().size();
        long divisor = judgement.divisor() > 0 || counted.isEmpty()
                ? Math.max(1, judgement.divisor())
                : rule.combination().divisor(totalWeight, combined);
        return new Terms(counted.stream().map(UpdateStatistics::participant).toList(), factors, weights, divisor);
    }

    /** Exact sums of the admitted rows; zeros if there are none. */
    long[] sums(VerdictRule rule, Judgement judgement, Row[] rows, int length, int scaleBits) {
        long[] sums = new long[length];
        if (rows.length > 0) {
            RowSums.of(rule.combination(), factors, weights, judgement.mixing())
                    .sum(rows, 0, length, scaleBits, sums, 0);
        }
        if (judgement.noise() > 0) {
            new SeededNoise(seed(rows, length), judgement.noise()).add(sums, 0, scaleBits, divisor);
        }
        return sums;
    }

    /** Of the updates' values, as a seal's is; attackers who try the rule find it, as they would with a seal of their own. */
    private static long seed(Row[] rows, int length) {
        float[] values = new float[length];
        long seed = 0;
        for (Row row : rows) {
            row.copy(0, length, values);
            seed = SplitMix.mix(seed + Arrays.hashCode(values));
        }
        return seed;
    }

    /**
     * What the next round's rule is told.
     *
     * @param statistics as the rule had them
     * @param beyond refused before the rule judged
     */
    History remembered(VerdictRule rule, Judgement judgement, RoundStatistics statistics, List<Judged> beyond) {
        double[] shares = Judged.shares(rule.combination(), factors, weights, judgement.mixing(), divisor);
        List<Judged> judged = new ArrayList<>(beyond);
        for (UpdateStatistics update : statistics.updates()) {
            int at = names.indexOf(update.participant());
            Outcome outcome = Outcome.of(judgement.decisions().get(update.participant()));
            judged.add(new Judged(update.participant(), update.norm(), outcome, at < 0 ? 0 : shares[at]));
        }
        judged.sort(Comparator.comparing(Judged::participant));
        return statistics
                .past()
                .history()
                .after(statistics.round(), judged, statistics.past().sketches(), rule.remembers());
    }
}
