package io.weir.privacy.dp.accounting;

import io.weir.privacy.dp.accounting.LossComposition.Repeated;
import io.weir.privacy.dp.accounting.SubsampledGaussianLoss.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up Gaussian mechanisms by the distribution of their privacy loss (Dwork and Rothblum, 2016; Sommer, Meiser, Mohammadi, 2019), for neighbours that
 * remove a record and for those that add one. The answer is an upper bound, close to the truth. Not for use by several threads.
 */
public final class PldAccountant {
    /** Of δ: what the window of the computation may lose at each end. */
    private static final double TAIL = 1e-7;

    private static final double TAIL_OF_DELTA = 1e-15;

    private final List<GaussianPlan> plans = new ArrayList<>();

    /** Adds steps to what was spent. */
    public void add(GaussianPlan plan) {
        for (int i = 0; i < plans.size(); i++) {
            GaussianPlan earlier = plans.get(i);
            if (earlier.withSteps(plan.steps()).equals(plan)) {
                plans.set(i, plan.withSteps(Math.addExact(earlier.steps(), plan.steps())));
                return;
            }
        }
        plans.add(plan);
    }

    /** The smallest ε at {@code delta}; 0 if nothing was spent, infinite if δ is below what the computation resolves. */
    public double epsilon(double delta) {
        Require.delta(delta);
        if (plans.isEmpty()) {
            return 0;
        }
        double tail = delta * TAIL;
        return Math.max(
                composed(Direction.REMOVE, tail).epsilon(delta),
                composed(Direction.ADD, tail).epsilon(delta));
    }

    /** The smallest δ at {@code epsilon}. */
    public double delta(double epsilon) {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ": it must be 0 or more");
        }
        if (plans.isEmpty()) {
            return 0;
        }
        return Math.min(
                1,
                Math.max(
                        composed(Direction.REMOVE, TAIL_OF_DELTA).delta(epsilon),
                        composed(Direction.ADD, TAIL_OF_DELTA).delta(epsilon)));
    }

    private LossMasses composed(Direction direction, double tail) {
        return LossComposition.of(
                plans.stream()
                        .map(plan -> new Repeated(
                                new SubsampledGaussianLoss(plan.samplingRate(), plan.noiseMultiplier(), direction),
                                plan.steps()))
                        .toList(),
                tail);
    }
}
