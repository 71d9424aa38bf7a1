package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;

/** The weighted mean of what is left (McMahan et al. 2017, algorithm 1): no robustness of its own. */
public final class FedAvg implements Aggregation {
    public static final String NAME = "fedavg";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public Combination combination() {
        return new Combination.WeightedSum();
    }

    @Override
    public Result aggregate(Rows rows) {
        return new Result.Weighted();
    }
}
