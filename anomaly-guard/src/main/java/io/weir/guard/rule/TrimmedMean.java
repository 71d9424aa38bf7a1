package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.Decision;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import java.util.List;
import java.util.Map;

/**
 * Coordinate-wise trimmed mean (Yin et al. 2018, definition 2): admits everybody, leaves out the {@code f} smallest and
 * the {@code f} largest values of each coordinate and takes the mean of the others. Weights do not count. With no more
 * than 2f updates it is the median.
 */
public final class TrimmedMean implements VerdictRule {
    public static final String NAME = "trimmed-mean";
    public static final int DEFAULT_F = 1;

    private final Combination middle;

    /**
     * A trimmed mean.
     *
     * @param f values left out at each end, at least 0
     */
    public TrimmedMean(int f) {
        this.middle = new Combination.MiddleRanks(f);
    }

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
        return middle;
    }
}
