package io.weir.aggregator.internal;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.rule.FedAvg;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.Map;

/** The rule that judges a round. */
public final class RoundRule {
    /**
     * Updates that a rule can compare with one another: their inner products, and the mixture that a verdict can name, grow
     * with the square and have to fit a record.
     */
    public static final int GRAM_UPDATES_MAX = 256;

    private RoundRule() {}

    /** As announced; statistics of the participants' data are summed whatever the rule. */
    public static VerdictRule of(RoundOpened opened) {
        return opened.getTask() == RoundTask.STATISTICS
                ? Rules.named(FedAvg.NAME, Map.of())
                : Rules.named(opened.getRule(), opened.getRuleParameters());
    }
}
