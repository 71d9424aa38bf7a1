package io.weir.cli.bench.guard;

import io.weir.cli.attack.Target;
import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.FixedPoint;
import io.weir.guard.kernel.Norms;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.guard.kernel.SampledGramSums;
import io.weir.publisher.optimizer.AggregateScale;
import io.weir.wire.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A round as the aggregator closes it: statistics from the kernels, the rule's judgement, exact sums.
 *
 * @param sums one a parameter
 * @param scale how they are read
 * @param accused indexes of refused updates; those that a rule merely did not choose are not among them
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the optimizer; never compared
public record MemoryRound(long[] sums, AggregateScale scale, Set<Integer> accused) {
    /** Scale and weights as of {@code RoundPlanner}. */
    private static final int WEIGHT_MAX = 1 << 20;

    /**
     * Closes a round. An update that the rule names as its reference is compared with and not summed.
     *
     * @param updates at least one, of one length
     * @param weights one an update
     * @param bound norms above it are refused before the rule judges
     */
    static MemoryRound close(VerdictRule configured, List<float[]> updates, int[] weights, double bound) {
        return close(configured, updates, weights, bound, 0);
    }

    /** Closes a round of that number. */
    static MemoryRound close(VerdictRule configured, List<float[]> updates, int[] weights, double bound, long round) {
        int length = updates.get(0).length;
        Set<Integer> accused = new TreeSet<>();
        List<UpdateStatistics> candidates = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            double squaredNorm = Norms.squared(updates.get(i), length);
            if (squaredNorm <= bound * bound) {
                candidates.add(new UpdateStatistics(
                        name(i),
                        Math.min(weights[i], WEIGHT_MAX),
                        squaredNorm,
                        configured.needsSigns() ? Signs.of(updates.get(i), length) : Signs.NONE));
                indexes.add(i);
            } else {
                accused.add(i);
            }
        }
        int references = (int) candidates.stream()
                .filter(update -> configured.reference().equals(Optional.of(update.participant())))
                .count();
        VerdictRule rule = Rules.forRound(configured, candidates.size() - references, accused.size());
        Row[] rows = indexes.stream().map(i -> Row.of(updates.get(i))).toArray(Row[]::new);
        RoundStatistics statistics = new RoundStatistics(candidates, gram(rule, rows, length, round)).ofRound(round);
        Judgement judgement =
                rule.judge(rule.reference().map(statistics::withReference).orElse(statistics));
        List<Integer> admitted = new ArrayList<>();
        for (int c = 0; c < candidates.size(); c++) {
            Decision decision = judgement.decisions().get(candidates.get(c).participant());
            if (decision instanceof Decision.Admit) {
                admitted.add(c);
            } else if (decision instanceof Decision.Reject reject && accuses(reject.reason())) {
                accused.add(indexes.get(c));
            }
        }
        return sum(rule, judgement, candidates, admitted, rows, length, bound, accused);
    }

    private static MemoryRound sum(
            VerdictRule rule,
            Judgement judgement,
            List<UpdateStatistics> candidates,
            List<Integer> admitted,
            Row[] rows,
            int length,
            double bound,
            Set<Integer> accused) {
        int scaleBits = FixedPoint.scaleBits(bound, WEIGHT_MAX, Math.max(1, rows.length));
        long[] sums = new long[length];
        if (admitted.isEmpty()) {
            return new MemoryRound(sums, new AggregateScale(scaleBits, 1), accused);
        }
        double[] factors = admitted.stream()
                .mapToDouble(c -> ((Decision.Admit)
                                judgement.decisions().get(candidates.get(c).participant()))
                        .clipFactor())
                .toArray();
        int[] weights =
                admitted.stream().mapToInt(c -> candidates.get(c).weight()).toArray();
        Row[] summed = admitted.stream().map(c -> rows[c]).toArray(Row[]::new);
        RowSums.of(rule.combination(), factors, weights, judgement.mixing()).sum(summed, 0, length, scaleBits, sums, 0);
        long totalWeight = 0;
        for (int weight : weights) {
            totalWeight += weight;
        }
        int combined = judgement.mixing().isEmpty()
                ? admitted.size()
                : judgement.mixing().size();
        long divisor = judgement.divisor() > 0
                ? judgement.divisor()
                : rule.combination().divisor(totalWeight, combined);
        return new MemoryRound(sums, new AggregateScale(scaleBits, divisor), accused);
    }

    private static Optional<Gram> gram(VerdictRule rule, Row[] rows, int length, long round) {
        if (!rule.needsGram()) {
            return Optional.empty();
        }
        SampledGramSums products = new SampledGramSums(rows.length, rule.samples(round));
        products.add(rows, 0, length);
        return Optional.of(Gram.ofTriangles(rows.length, products.triangles()));
    }

    private static boolean accuses(ReasonCode reason) {
        return reason != ReasonCode.NOT_SELECTED
                && reason != ReasonCode.TOO_FEW_UPDATES
                && reason != ReasonCode.TOO_MANY_UPDATES;
    }

    /** Names in the order of the indexes. */
    public static String name(int index) {
        return String.format("bank-%05d", index);
    }

    /** The aggregate that the sums stand for. */
    double[] aggregate() {
        double[] aggregate = new double[sums.length];
        for (int i = 0; i < aggregate.length; i++) {
            aggregate[i] = sums[i] * scale.unit() / scale.totalWeight();
        }
        return aggregate;
    }

    /** The rule as attackers who know it run it. */
    public static Target target(VerdictRule rule, int[] weights, double bound, long round) {
        return updates -> close(rule, floats(updates), weights, bound, round).aggregate();
    }

    /** Rounded once, as updates are. */
    public static List<float[]> floats(double[][] vectors) {
        List<float[]> floats = new ArrayList<>();
        for (double[] vector : vectors) {
            float[] values = new float[vector.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) vector[i];
            }
            floats.add(values);
        }
        return floats;
    }
}
