package io.weir.cli.bench.guard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/**
 * What came out.
 *
 * @param kappas one a rule
 * @param cells every rule under every attack, the worst of the seeds
 */
public record GuardResult(GuardOptions options, List<Double> kappas, List<GuardCell> cells) {
    public GuardResult {
        kappas = List.copyOf(kappas);
        cells = List.copyOf(cells);
    }

    /** A rule's cells, the first without an attack. */
    List<GuardCell> of(String rule) {
        return cells.stream().filter(cell -> cell.rule().equals(rule)).toList();
    }

    /** The attack that costs a rule most. */
    GuardCell worst(String rule) {
        return of(rule).stream()
                .filter(cell -> !cell.attack().equals(GuardCell.NONE))
                .max(Comparator.comparingDouble(GuardCell::lossPoints))
                .orElseThrow();
    }

    double lossWithoutAttack(String rule) {
        return of(rule).get(0).lossPoints();
    }

    /** One JSON document. */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("participants", options.participants());
        json.put("attackers", options.attackers());
        json.put("rounds", options.rounds());
        json.put("seed", options.seed());
        json.put("seeds", options.seeds());
        json.put("referenceRows", options.rootRows());
        json.put("clientMomentum", options.terms().clientMomentum());
        json.put("labelShift", options.terms().labelShift());
        options.data().ifPresent(csv -> {
            json.put("data", String.valueOf(csv.table().file().getFileName()));
            json.put("alpha", csv.alpha());
        });
        ArrayNode rules = json.putArray("rules");
        for (int r = 0; r < options.rules().size(); r++) {
            String rule = options.rules().get(r);
            GuardCell worst = worst(rule);
            ObjectNode node = rules.addObject().put("rule", rule);
            number(node, "kappaHat", kappas.get(r));
            number(node, "lossWithoutAttackPoints", lossWithoutAttack(rule));
            number(node, "worstLossPoints", worst.lossPoints());
            node.put("worstAttack", worst.attack());
            ArrayNode attacks = node.putArray("attacks");
            of(rule).forEach(cell -> add(attacks.addObject(), cell));
        }
        return json.toString();
    }

    private static void add(ObjectNode node, GuardCell cell) {
        node.put("attack", cell.attack());
        number(node, "lossPoints", cell.lossPoints());
        number(node, "backdoorAboveHonest", cell.backdoor());
        number(node, "precision", cell.precision());
        number(node, "recall", cell.recall());
        number(node, "honestRefused", cell.honestRefused());
    }

    /** JSON has no NaN. */
    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }
}
