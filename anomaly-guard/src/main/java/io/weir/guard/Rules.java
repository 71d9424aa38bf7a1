package io.weir.guard;

import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Pipeline;
import io.weir.guard.pipeline.Stage;
import io.weir.guard.rule.FedAvg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules by name: one stage, or several with commas between them. */
public final class Rules {
    /** The parameter that says how many hostile updates a rule is to withstand. */
    private static final String HOSTILE = "f";

    /** Stages that one rule may have. */
    private static final int STAGES_MAX = 16;

    private Rules() {}

    /** Every stage's name. */
    public static List<String> names() {
        return Stages.names();
    }

    /**
     * The rule called {@code name}: stages with commas between them. Without an aggregation at its end it is the weighted
     * mean of what the stages leave.
     *
     * @throws IllegalArgumentException if there is no such stage, the stages do not go together, or a parameter is unknown
     *     or out of range
     */
    public static VerdictRule named(String name, Map<String, String> parameters) {
        Parameters read = new Parameters(name, parameters);
        List<Stage> stages = stages(name, read);
        Optional<String> reference = read.text(VerdictRule.REFERENCE);
        read.rejectUnread();
        int before = stages.size() - 1;
        VerdictRule rule = stages.get(before) instanceof Aggregation last
                ? new Pipeline(name, parameters, stages.subList(0, before), last)
                : new Pipeline(name, parameters, stages, new FedAvg());
        if (rule.needsReference() && reference.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule " + name + " compares with a trusted update: name the participant that"
                            + " sends it, with --reference or the parameter '" + VerdictRule.REFERENCE + "'");
        }
        return rule;
    }

    /** The same stages as they are written down: no spaces after commas. */
    public static String canonical(String name) {
        return Arrays.stream(name.split(",", -1)).map(String::strip).collect(Collectors.joining(","));
    }

    /**
     * The parameters that the rule called {@code name} reads, stages' own left aside.
     *
     * @throws IllegalArgumentException if there is no such stage
     */
    public static Set<String> parameters(String name) {
        Parameters read = new Parameters(name, Map.of());
        stages(name, read);
        return read.names();
    }

    /**
     * The rule for a round in which some participants are out on hard evidence: they are hostile or broken for certain, so
     * that fewer of that kind are left. {@code f} is lowered by as many, but no further than the stages need to work at
     * all. What a rule refuses by itself never lowers {@code f}.
     *
     * @param updates that are left
     * @param refused on hard evidence
     */
    public static VerdictRule forRound(VerdictRule rule, int updates, int refused) {
        if (!parameters(rule.name()).contains(HOSTILE)) {
            return rule;
        }
        VerdictRule lowered = rule;
        for (int k = 1; k <= refused && updates < lowered.updatesMin(); k++) {
            lowered = named(rule.name(), lowered(rule.parameters(), k));
        }
        return updates < lowered.updatesMin() ? rule : lowered;
    }

    private static Map<String, String> lowered(Map<String, String> parameters, int by) {
        Map<String, String> lowered = new HashMap<>(parameters);
        lowered.putIfAbsent(HOSTILE, String.valueOf(Stages.F_DEFAULT));
        lowered.replaceAll((key, value) -> key.equals(HOSTILE) || key.endsWith("." + HOSTILE)
                ? String.valueOf(Math.max(0, (int) Double.parseDouble(value) - by))
                : value);
        return lowered;
    }

    private static List<Stage> stages(String name, Parameters parameters) {
        List<String> names =
                Arrays.stream(name.split(",", -1)).map(String::strip).toList();
        if (names.size() > STAGES_MAX) {
            throw new IllegalArgumentException(
                    "weir.guard.pipeline has " + names.size() + " stages: at most " + STAGES_MAX + " are allowed");
        }
        List<Stage> stages = new ArrayList<>();
        names.forEach(stage -> stages.add(Stages.named(stage, parameters.of(stage))));
        return stages;
    }
}
