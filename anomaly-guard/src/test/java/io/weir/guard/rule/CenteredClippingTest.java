package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CenteredClippingTest {
    private static final double[][] UPDATES = {{1, 0.2}, {0.8, -0.1}, {1.1, 0.1}, {-40, 30}};
    private static final double[] MOMENTUM = {0.9, 0};
    private static final double TAU = 0.5;

    @Test
    void goesOnFromWhatTheReferenceSentAndTakesTheRestOfTheResultFromIt() {
        VerdictRule rule = Rules.named(
                "centered-clipping",
                Map.of("momentum", "1", "tau", "0.5", "iterations", "2", VerdictRule.REFERENCE, "z"));

        Judgement judgement = rule.judge(round().withReference("z"));

        assertThat(rule.sumsReference()).isTrue();
        double[] expected = algorithm(MOMENTUM.clone());
        double[] result = result(judgement);
        assertThat(result[0]).isCloseTo(expected[0], within(1e-12));
        assertThat(result[1]).isCloseTo(expected[1], within(1e-12));
        assertThat(judgement.decisions().values()).allMatch(Decision.Admit.class::isInstance);
    }

    @Test
    void withoutMomentumTheReferenceIsNotSummed() {
        VerdictRule rule =
                Rules.named("centered-clipping", Map.of("tau", "0.5", "iterations", "2", VerdictRule.REFERENCE, "z"));

        Judgement judgement = rule.judge(round().withReference("z"));

        assertThat(judgement.decisions()).doesNotContainKey("z");
        assertThat(result(judgement)[0]).isCloseTo(algorithm(new double[2])[0], within(1e-12));
        assertThat(rule.sumsReference()).isFalse();
    }

    @Test
    void momentumNeedsSomebodyWhoSendsIt() {
        assertThatThrownBy(() -> Rules.named("centered-clipping", Map.of("momentum", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--reference");
    }

    private static double[] result(Judgement judgement) {
        double[] sum = new double[2];
        judgement.decisions().forEach((name, decision) -> {
            double[] vector = name.equals("z") ? MOMENTUM : UPDATES[name.charAt(1) - '0'];
            double factor = ((Decision.Admit) decision).clipFactor();
            sum[0] += factor * vector[0] / judgement.divisor();
            sum[1] += factor * vector[1] / judgement.divisor();
        });
        return sum;
    }

    /** Algorithm 2 of the paper, on vectors. */
    private static double[] algorithm(double[] v) {
        for (int l = 0; l < 2; l++) {
            double[] step = new double[2];
            for (double[] x : UPDATES) {
                double distance = Math.hypot(x[0] - v[0], x[1] - v[1]);
                double lambda = Math.min(1, TAU / distance);
                step[0] += (x[0] - v[0]) * lambda / UPDATES.length;
                step[1] += (x[1] - v[1]) * lambda / UPDATES.length;
            }
            v[0] += step[0];
            v[1] += step[1];
        }
        return v;
    }

    private static RoundStatistics round() {
        double[][] all = {UPDATES[0], UPDATES[1], UPDATES[2], UPDATES[3], MOMENTUM};
        double[] products = new double[Gram.length(5)];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = all[i][0] * all[j][0] + all[i][1] * all[j][1];
            }
        }
        List<UpdateStatistics> updates = IntStream.range(0, 5)
                .mapToObj(i -> new UpdateStatistics(i == 4 ? "z" : "p" + i, 1, products[Gram.index(i, i)]))
                .toList();
        return new RoundStatistics(updates, Optional.of(Gram.ofTriangle(5, products)));
    }
}
