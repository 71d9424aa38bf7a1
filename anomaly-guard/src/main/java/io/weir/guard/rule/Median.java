package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.Decision;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import java.util.List;
import java.util.Map;

/**
 * Coordinate-wise median (Yin et al. 2018, definition 1): admits everybody, and takes the middle value of each coordinate,
 * or the mean of the two middle ones. Weights do not count. Tolerates fewer than half of the participants.
 */
public final class Median implements VerdictRule {
    public static final String NAME = "median";

    private static final Combination MIDDLE = new Combination.MiddleRanks(Integer.MAX_VALUE);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Decision> judge(List<UpdateStatistics> updates) {
        return new FedAvg().judge(updates);
    }

    @Override
    public Combination combination() {
        return MIDDLE;
    }
}
