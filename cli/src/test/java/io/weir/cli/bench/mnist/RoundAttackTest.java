package io.weir.cli.bench.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.cli.attack.Attacks;
import io.weir.cli.attack.Sight;
import io.weir.guard.Gram;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.GramSums;
import io.weir.guard.kernel.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundAttackTest {
    private static final int HONEST = 7;
    private static final int ATTACKERS = 3;
    private static final int LENGTH = 3100;

    private final List<float[]> honest = honest();

    @ParameterizedTest
    @CsvSource({"SIGN_FLIP, 1, sign-flip", "IPM, 5, ipm-5", "ALIE, 1.5, alie"})
    void attacksOnALineAreThoseOfTheLiterature(LineAttack attack, double strength, String name) {
        double[][] expected = Attacks.named(name)
                .craft(Sight.of(honest.stream().map(RoundAttackTest::doubles).toList(), ATTACKERS, 1));

        List<float[]> updates = round(attack, "mean").updates(strength);

        assertThat(updates).hasSize(HONEST + ATTACKERS);
        assertThat(updates.subList(0, HONEST)).isEqualTo(honest);
        for (int a = 0; a < ATTACKERS; a++) {
            assertThat(doubles(updates.get(HONEST + a))).containsExactly(expected[a], within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fedavg", "krum", "clipping,mean", "arc,nnm,geometric-median", "norm-mad,arc,nnm,mean"})
    void aTriedStrengthIsAsFarAsTheAggregateOfItsUpdates(String rule) {
        for (LineAttack attack : List.of(LineAttack.IPM, LineAttack.ALIE)) {
            for (double strength : new double[] {0, 0.7, 20}) {
                RoundAttack round = round(attack, rule);

                double distance = round.distance(strength);

                double[] aggregate = Verdict.of(rule(rule), gram(round.updates(strength)))
                        .aggregate(round.updates(strength), LENGTH);
                assertThat(distance).isCloseTo(fromMean(aggregate, 1), within(1e-4));
            }
        }
    }

    @Test
    void aRuleByRanksIsTriedOnSampledCoordinates() {
        RoundAttack round = round(LineAttack.ALIE, "arc,nnm,trimmed-mean");

        double distance = round.distance(3);

        double[] aggregate = round.verdict(3).aggregate(round.updates(3), LENGTH);
        assertThat(distance).isPositive().isCloseTo(fromMean(aggregate, 31), within(1e-6));
    }

    @Test
    void anOptimisedAttackFindsHowFarItMayGo() {
        RoundAttack mean = round(LineAttack.IPM, "fedavg");

        double searched = LineAttack.IPM.strength(mean::distance);

        assertThat(searched).isGreaterThan(1000);
        assertThat(mean.distance(searched)).isGreaterThan(100 * mean.distance(1));
        assertThat(LineAttack.SIGN_FLIP.strength(mean::distance)).isEqualTo(1);
    }

    @Test
    void whoIsAboveTheCeilingIsRefused() {
        RoundAttack round = round(LineAttack.IPM, "fedavg");

        Verdict verdict = round.verdict(1e9);

        assertThat(verdict.admitted()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(round.distance(1e9)).isCloseTo(0, within(1e-6));
    }

    private double fromMean(double[] aggregate, int stride) {
        double sum = 0;
        for (int j = 0; j < LENGTH; j += stride) {
            double mean = 0;
            for (float[] row : honest) {
                mean += row[j] / HONEST;
            }
            sum += (aggregate[j] - mean) * (aggregate[j] - mean);
        }
        return Math.sqrt(sum);
    }

    private RoundAttack round(LineAttack attack, String rule) {
        Line line = attack.line(HONEST);
        List<float[]> base = new ArrayList<>(honest);
        if (line.needsDeviation()) {
            float[] deviation = new float[LENGTH];
            Training.deviation(honest, deviation);
            base.add(deviation);
        }
        return new RoundAttack(line, ATTACKERS, rule(rule), gram(base), base);
    }

    private static VerdictRule rule(String name) {
        return Rules.named(
                name, Rules.parameters(name).contains("f") ? Map.of("f", String.valueOf(ATTACKERS)) : Map.of());
    }

    private static Gram gram(List<float[]> rows) {
        GramSums sums = new GramSums(rows.size());
        sums.add(rows.stream().map(Row::of).toArray(Row[]::new), 0, LENGTH);
        return Gram.ofTriangle(rows.size(), sums.triangle());
    }

    private static List<float[]> honest() {
        SplittableRandom random = new SplittableRandom(11);
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < HONEST; r++) {
            float[] row = new float[LENGTH];
            for (int j = 0; j < LENGTH; j++) {
                row[j] = (float) (0.02 * Math.sin(j) + 0.05 * (random.nextDouble() - 0.5));
            }
            rows.add(row);
        }
        return rows;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
