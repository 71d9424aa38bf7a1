package io.weir.privacy.dp.accounting;

/** What is done with private data, as an accountant sees it. */
public sealed interface Mechanism
        permits GaussianPlan, TreeAggregation, DistributedDiscreteGaussian, SharedNoiseRounds {
    /** Rényi divergence of {@code order} &gt; 1 between neighbours, over all steps: the RDP that the mechanism guarantees. */
    double rdp(double order);
}
