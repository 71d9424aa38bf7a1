package io.weir.cli.bench.mnist;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What came out.
 *
 * @param runs by similarity, number of attackers and attack, in the order of the options
 */
public record MnistResult(MnistOptions options, List<MnistRun> runs) {
    public MnistResult {
        runs = List.copyOf(runs);
    }

    /** The attack that leaves the least accuracy. */
    private MnistRun worst(double similarity, int attackers) {
        return runs.stream()
                .filter(run -> run.similarity() == similarity && run.attackers() == attackers)
                .min(Comparator.comparingDouble(MnistRun::accuracy))
                .orElseThrow();
    }

    /** A table, good Markdown as well: a row a similarity, a column a number of attackers, the worst attack's accuracy. */
    public String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Accuracy on the test images after %d steps under the worst attack of %s; `%s`, %d honest workers, seed %d.%n%n",
                options.steps(),
                String.join(", ", options.attacks()),
                options.rule(),
                options.honest(),
                options.seed()));
        StringBuilder rule = new StringBuilder("| ---");
        text.append("| similarity");
        for (int attackers : options.attackers()) {
            text.append(" | f = ").append(attackers);
            rule.append(" | ---");
        }
        text.append(" |\n").append(rule).append(" |\n");
        for (double similarity : options.similarity()) {
            text.append("| ").append(similarity);
            for (int attackers : options.attackers()) {
                MnistRun worst = worst(similarity, attackers);
                text.append(String.format(
                        Locale.ROOT,
                        " | %.4f %s",
                        worst.accuracy(),
                        worst.attack().label()));
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    /** One JSON document. */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rule", options.rule());
        json.put("honest", options.honest());
        json.put("steps", options.steps());
        json.put("seed", options.seed());
        ArrayNode cells = json.putArray("cells");
        for (double similarity : options.similarity()) {
            for (int attackers : options.attackers()) {
                MnistRun worst = worst(similarity, attackers);
                cells.addObject()
                        .put("similarity", similarity)
                        .put("attackers", attackers)
                        .put("accuracy", worst.accuracy())
                        .put("worstAttack", worst.attack().label());
            }
        }
        ArrayNode each = json.putArray("runs");
        for (MnistRun run : runs) {
            each.addObject()
                    .put("similarity", run.similarity())
                    .put("attackers", run.attackers())
                    .put("attack", run.attack().label())
                    .put("accuracy", run.accuracy())
                    .put("diverged", run.diverged());
        }
        return json.toString();
    }
}
