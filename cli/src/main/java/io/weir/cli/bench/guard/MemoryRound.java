package io.weir.cli.bench.guard;

import io.weir.cli.attack.Target;
import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.Measured;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.guard.history.Judged;
import io.weir.guard.history.Outcome;
import io.weir.guard.history.Past;
import io.weir.guard.kernel.FixedPoint;
import io.weir.guard.kernel.MeasureSums;
import io.weir.guard.kernel.Measures;
import io.weir.guard.kernel.Norms;
import io.weir.guard.kernel.Row;
import io.weir.publisher.optimizer.AggregateScale;
import io.weir.wire.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A round as the aggregator closes it: statistics from the kernels, the rule's judgement, exact sums.
 *
 * @param sums one a parameter
 * @param scale how they are read
 * @param accused indexes of refused updates; those that a rule merely did not choose are not among them
 * @param remembered what the next round's rule is told
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the optimizer; never compared
public record MemoryRound(long[] sums, AggregateScale scale, Set<Integer> accused, History remembered) {
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
        return close(configured, updates, weights, bound, 0, History.NONE);
    }

    /**
     * Closes a round of that number.
     *
     * @param remembered of earlier rounds
     */
    static MemoryRound close(
            VerdictRule configured,
            List<float[]> updates,
            int[] weights,
            double bound,
            long round,
            History remembered) {
        int length = updates.get(0).length;
        Set<Integer> accused = new TreeSet<>();
        List<UpdateStatistics> candidates = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        List<Judged> beyond = new ArrayList<>();
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
                beyond.add(new Judged(name(i), Math.sqrt(squaredNorm), Outcome.REFUSED, 0));
            }
        }
        int references = (int) candidates.stream()
                .filter(update -> configured.reference().equals(Optional.of(update.participant())))
                .count();
        VerdictRule rule = Rules.forRound(configured, candidates.size() - references, accused.size());
        Row[] rows = indexes.stream().map(i -> Row.of(updates.get(i))).toArray(Row[]::new);
        RoundStatistics measured = statistics(rule, candidates, rows, length, round, remembered.at(round));
        RoundStatistics statistics =
                rule.reference().map(measured::withReference).orElse(measured);
        Judgement judgement = rule.judge(statistics);
        List<Integer> admitted = new ArrayList<>();
        for (int c = 0; c < candidates.size(); c++) {
            Decision decision = judgement.decisions().get(candidates.get(c).participant());
            if (decision instanceof Decision.Admit) {
                admitted.add(c);
            } else if (decision instanceof Decision.Reject reject && accuses(reject.reason())) {
                accused.add(indexes.get(c));
            }
        }
        Terms terms = Terms.of(rule, judgement, candidates, admitted);
        Row[] summed = admitted.stream().map(c -> rows[c]).toArray(Row[]::new);
        int scaleBits = FixedPoint.scaleBits(bound, WEIGHT_MAX, Math.max(1, rows.length));
        return new MemoryRound(
                terms.sums(rule, judgement, summed, length, scaleBits),
                new AggregateScale(scaleBits, terms.divisor()),
                accused,
                terms.names().isEmpty() ? remembered : terms.remembered(rule, judgement, statistics, beyond));
    }

    private static RoundStatistics statistics(
            VerdictRule rule, List<UpdateStatistics> candidates, Row[] rows, int length, long round, History before) {
        if (!rule.needsGram()) {
            return new RoundStatistics(candidates, Optional.empty())
                    .ofRound(round)
                    .after(new Past(before, Map.of()));
        }
        Measures measures = rule.measures(round, length);
        MeasureSums sums = new MeasureSums(rows.length, measures);
        sums.add(rows, 0, length);
        Measured measured = Measured.of(rows.length, measures.sketchNumbers(), sums.numbers());
        Map<String, double[]> sketches = new HashMap<>();
        for (int r = 0; r < measured.sketches().size(); r++) {
            sketches.put(candidates.get(r).participant(), measured.sketches().get(r));
        }
        return new RoundStatistics(candidates, Optional.of(measured.gram()))
                .ofRound(round)
                .after(new Past(before, sketches));
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
        return target(rule, weights, bound, round, History.NONE);
    }

    /** The rule as attackers who know it and what it is told run it. */
    static Target target(VerdictRule rule, int[] weights, double bound, long round, History remembered) {
        return updates ->
                close(rule, floats(updates), weights, bound, round, remembered).aggregate();
    }

    /** Rounded once, as updates are. */
    static List<float[]> floats(double[][] vectors) {
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
