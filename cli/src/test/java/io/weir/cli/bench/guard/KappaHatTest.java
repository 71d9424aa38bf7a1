package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KappaHatTest {
    private static final int N = 20;

    @ParameterizedTest
    @CsvSource({"2", "4", "8"})
    void theMeanFollowsAttackersAsFarAsTheyGo(int f) {
        double kappa = KappaHat.of(Rules.named("fedavg", Map.of()), N, f);

        double farthest = 100.0 * f / N;
        assertThat(kappa).isCloseTo(farthest * farthest, within(1e-3 * kappa));
    }

    @ParameterizedTest
    @CsvSource({"2", "4", "8"})
    void staysBelowTheProvenBounds(int f) {
        double share = (double) f / (N - 2 * f);

        double median = KappaHat.of(Rules.named("median", Map.of()), N, f);
        double trimmed = KappaHat.of(rule("trimmed-mean", f), N, f);
        double mixed = KappaHat.of(rule("nnm,trimmed-mean", f), N, f);

        // Allouah et al. 2023, propositions 2 and 4, and lemma 1 for mixing.
        double trimmedBound = 6 * share * (1 + share);
        assertThat(median).isPositive().isLessThan(4 * (1 + share) * (1 + share));
        assertThat(trimmed).isPositive().isLessThan(trimmedBound);
        assertThat(mixed).isPositive().isLessThan(8.0 * f / (N - f) * (1 + trimmedBound));
    }

    @ParameterizedTest
    @CsvSource({"median", "trimmed-mean", "krum", "norm-mad,arc,nnm,trimmed-mean"})
    void noRuleBeatsTheBoundThatNoRuleCanBeat(String name) {
        int f = 4;
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            all.add(new double[] {i < N - f ? 0 : 1});
        }

        // Whether the ones or as many of the zeros are hostile cannot be known (there, proposition 1).
        double ratio = KappaHat.ratio(rule(name, f), all, all.subList(f, N));

        assertThat(ratio).isGreaterThanOrEqualTo((double) f / (N - 2 * f) - 1e-6);
    }

    @Test
    void comesCloseEnoughToPassFilters() {
        int f = 4;

        double kappa = KappaHat.of(rule("norm-mad", f), N, f);

        // Far rows are refused; what passes from two deviations away moves the mean by 2f/n of one.
        assertThat(kappa).isBetween(Math.pow(2.0 * f / N, 2), Math.pow(30.0 * f / N, 2));
    }

    @Test
    void isTheSameEveryTime() {
        assertThat(KappaHat.of(rule("krum", 4), N, 4)).isEqualTo(KappaHat.of(rule("krum", 4), N, 4));
    }

    private static VerdictRule rule(String name, int f) {
        return Rules.named(name, Rules.parameters(name).contains("f") ? Map.of("f", String.valueOf(f)) : Map.of());
    }
}
