package io.weir.guard;

import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Pipeline;
import io.weir.guard.pipeline.Stage;
import io.weir.guard.rule.FedAvg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rules by name: one stage, or several with commas between them. */
public final class Rules {
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
        List<String> names =
                Arrays.stream(name.split(",", -1)).map(String::strip).toList();
        if (names.size() > STAGES_MAX) {
            throw new IllegalArgumentException(
                    "weir.guard.rule has " + names.size() + " stages: at most " + STAGES_MAX + " are allowed");
        }
        Parameters read = new Parameters(name, parameters);
        List<Stage> stages = new ArrayList<>();
        names.forEach(stage -> stages.add(Stages.named(stage, read.of(stage))));
        read.rejectUnread();
        int before = stages.size() - 1;
        return stages.get(before) instanceof Aggregation last
                ? new Pipeline(name, stages.subList(0, before), last)
                : new Pipeline(name, stages, new FedAvg());
    }
}
