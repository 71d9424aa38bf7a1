package io.weir.aggregator.internal;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.rule.FedAvg;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.Map;

/** The rule that judges a round. */
public final class RoundRule {
    private RoundRule() {}

    /** As announced; statistics of the participants' data are summed whatever the rule. */
    public static VerdictRule of(RoundOpened opened) {
        return opened.getTask() == RoundTask.STATISTICS
                ? Rules.named(FedAvg.NAME, Map.of())
                : Rules.named(opened.getRule(), opened.getRuleParameters());
    }
}
