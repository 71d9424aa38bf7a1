package io.weir.cli.bench.guard;

import io.weir.cli.LabelledCsv;
import io.weir.cli.attack.Attacks;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param rules by name, stages with commas between
 * @param parameters of the rules; a rule gets those that it reads
 * @param attackers how many banks are hostile, and {@code f} of the rules that do not name another
 * @param seeds how many; the worst counts
 * @param terms of the banks; losses are against banks with the default ones
 * @param data a file, or generated transactions
 * @param rootRows rows of a reference that rules may compare with; 0 for none
 */
public record GuardOptions(
        List<String> rules,
        Map<String, String> parameters,
        List<String> attacks,
        int participants,
        int attackers,
        int rounds,
        long seed,
        int seeds,
        BankTerms terms,
        Optional<Csv> data,
        int rootRows) {
    /** A file whose rows are divided by Dirichlet({@code alpha}). */
    public record Csv(LabelledCsv table, double alpha) {}

    private static final String F = "f";

    /** Validates every value. */
    public GuardOptions {
        rules = List.copyOf(rules);
        parameters = Map.copyOf(parameters);
        attacks = List.copyOf(attacks);
        check("--participants", participants, 3, 100);
        check("--attackers", attackers, 1, (participants - 1) / 2);
        check("--rounds", rounds, 1, 1000);
        check("--seeds", seeds, 1, 100);
        check("--reference", rootRows, 0, 1_000_000);
        attacks.forEach(Attacks::named);
        for (String key : parameters.keySet()) {
            if (rules.stream().noneMatch(rule -> Rules.parameters(rule).contains(key))) {
                throw new IllegalArgumentException("--rule-param " + key + " is read by none of the rules " + rules);
            }
        }
        for (String name : rules) {
            VerdictRule rule = rule(name, parameters, participants, attackers, reference(participants, rootRows));
            if (rule.updatesMin() > participants) {
                throw new IllegalArgumentException("--rule " + name + " needs " + rule.updatesMin()
                        + " updates against " + attackers + " attackers: --participants is " + participants);
            }
        }
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }

    /**
     * A file as the command line names it; empty without one.
     *
     * @param file empty for generated transactions; then there must be no alpha
     * @param alpha null for 1
     */
    public static Optional<Csv> data(Optional<LabelledCsv> file, Double alpha) {
        if (file.isEmpty() && alpha != null) {
            throw new IllegalArgumentException(
                    "--alpha needs --data FILE.csv: generated transactions are divided by map region");
        }
        return file.map(csv -> new Csv(csv, alpha == null ? 1 : alpha));
    }

    /** The rule of that name, ready for the attackers. */
    VerdictRule rule(String name) {
        return rule(name, parameters, participants, attackers, reference(participants, rootRows));
    }

    /** The reference stands behind the banks. */
    private static Optional<String> reference(int participants, int rootRows) {
        return rootRows == 0 ? Optional.empty() : Optional.of(MemoryRound.name(participants));
    }

    private static boolean startsFromMomentum(Map<String, String> parameters) {
        return parameters.getOrDefault("momentum", "0").equals("1");
    }

    private static VerdictRule rule(
            String name, Map<String, String> parameters, int participants, int attackers, Optional<String> reference) {
        Set<String> read = Rules.parameters(name);
        Map<String, String> given = new HashMap<>();
        if (read.contains(F)) {
            given.put(F, String.valueOf(attackers));
        }
        parameters.forEach((key, value) -> {
            if (read.contains(key)) {
                given.put(key, value);
            }
        });
        reference
                .or(() -> Optional.of(MemoryRound.name(participants)).filter(root -> startsFromMomentum(given)))
                .ifPresent(participant -> given.put(VerdictRule.REFERENCE, participant));
        return Rules.named(name, given);
    }
}
