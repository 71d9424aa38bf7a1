package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Admits every update that passed the admission checks (McMahan et al. 2017, algorithm 1): no robustness of its own. */
public final class FedAvg implements VerdictRule {
    public static final String NAME = "fedavg";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Decision> judge(List<UpdateStatistics> updates) {
        Map<String, Decision> decisions = new LinkedHashMap<>();
        updates.forEach(update -> decisions.put(update.participant(), new Decision.Admit(1)));
        return decisions;
    }
}
