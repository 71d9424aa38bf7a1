package io.weir.cli.bench.mnist;

import io.weir.guard.Gram;
import io.weir.guard.VerdictRule;
import java.util.ArrayList;
import java.util.List;

/**
 * A round's choice of the attackers, who know every honest update and the rule. Each strength that they try is judged from the
 * base rows' inner products. If the verdict is a sum of scaled updates, its distance from the honest mean follows from them as
 * well; a verdict by ranks needs values, and is tried on every {@value #STRIDE}th coordinate only.
 */
final class RoundAttack {
    /** A prime, so that no row of weights is met at the same place again and again. */
    private static final int STRIDE = 31;

    private final Line line;
    private final int attackers;
    private final VerdictRule rule;
    private final Gram base;
    private final List<float[]> rows;
    private List<float[]> sample = List.of();

    /**
     * A round under attack.
     *
     * @param base inner products of {@code rows}
     * @param rows the line's base rows
     */
    RoundAttack(Line line, int attackers, VerdictRule rule, Gram base, List<float[]> rows) {
        this.line = line;
        this.attackers = attackers;
        this.rule = rule;
        this.base = base;
        this.rows = rows;
    }

    /** What the guard makes of an attack of strength {@code s}. */
    Verdict verdict(double s) {
        return Verdict.of(rule, base.mixed(line.round(attackers, s)));
    }

    /** How far such an attack takes the aggregate from the honest mean. */
    double distance(double s) {
        Verdict verdict = verdict(s);
        double squared = verdict.isLinear()
                ? line.squaredDistance(base, line.round(attackers, s), verdict.shares())
                : sampled(verdict, s);
        return Math.sqrt(Math.max(0, squared));
    }

    private double sampled(Verdict verdict, double s) {
        if (sample.isEmpty()) {
            sample = rows.stream().map(RoundAttack::sample).toList();
        }
        int length = sample.get(0).length;
        double[] aggregate = verdict.aggregate(updates(sample, s, length), length);
        double sum = 0;
        for (int j = 0; j < length; j++) {
            double difference = aggregate[j];
            for (int h = 0; h < line.honest(); h++) {
                difference -= (double) sample.get(h)[j] / line.honest();
            }
            sum += difference * difference;
        }
        return sum;
    }

    private static float[] sample(float[] row) {
        float[] sample = new float[(row.length + STRIDE - 1) / STRIDE];
        for (int k = 0; k < sample.length; k++) {
            sample[k] = row[k * STRIDE];
        }
        return sample;
    }

    /** The round's updates under an attack of strength {@code s}. */
    List<float[]> updates(double s) {
        return updates(rows, s, rows.get(0).length);
    }

    private List<float[]> updates(List<float[]> base, double s, int length) {
        List<float[]> updates = new ArrayList<>(base.subList(0, line.honest()));
        if (attackers > 0) {
            float[] attack = line.craft(s, base, length);
            for (int a = 0; a < attackers; a++) {
                updates.add(attack);
            }
        }
        return updates;
    }
}
