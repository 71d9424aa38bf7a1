package io.weir.cli.bench.mnist;

import io.weir.cli.RuleOption;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be measured; what is not named here is as in ByzFL's benchmark.
 *
 * @param images the directory with MNIST's four files
 * @param rule stages with commas between; its {@code f} is the number of attackers
 * @param honest workers
 * @param attackers numbers of hostile workers beside them, a column each
 * @param similarity shares of images that are divided at random rather than by label, a row each
 * @param attacks by name; the worst counts
 */
public record MnistOptions(
        Path images,
        String rule,
        int honest,
        List<Integer> attackers,
        List<Double> similarity,
        List<String> attacks,
        int steps,
        long seed) {
    /** The attacks of ByzFL's heat maps. */
    public static final String ATTACKS = "sign-flip,ipm-optimised,alie-optimised";

    private static final String F = "f";

    /** Validates every value. */
    public MnistOptions {
        if (!named(rule, 0).remembers().isEmpty()) {
            throw new IllegalArgumentException(
                    "--rule " + rule + " remembers earlier rounds, which this measurement does"
                            + " not tell it: leave out history, fldetector, foolsgold and rounds, or use `weir bench guard`");
        }
        attackers = List.copyOf(attackers);
        similarity = List.copyOf(similarity);
        attacks = List.copyOf(attacks);
        check("--honest", honest, 2, 100, honest >= 2 && honest <= 100);
        check("--steps", steps, 1, 100_000, steps >= 1 && steps <= 100_000);
        for (int f : attackers) {
            check("--attackers", f, 1, honest - 1, f >= 1 && f < honest);
            RuleOption.check(named(rule, f), "--honest plus --attackers", honest + f);
        }
        for (double gamma : similarity) {
            check("--similarity", gamma, 0, 1, gamma >= 0 && gamma <= 1);
        }
        attacks.forEach(LineAttack::named);
        if (attackers.isEmpty() || similarity.isEmpty() || attacks.isEmpty()) {
            throw new IllegalArgumentException("--attackers, --similarity and --attacks need a value each");
        }
    }

    private static void check(String option, Number value, Number min, Number max, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }

    /** The rule against so many attackers. */
    VerdictRule rule(int f) {
        return named(rule, f);
    }

    private static VerdictRule named(String rule, int f) {
        return Rules.named(rule, Rules.parameters(rule).contains(F) ? Map.of(F, String.valueOf(f)) : Map.of());
    }
}
