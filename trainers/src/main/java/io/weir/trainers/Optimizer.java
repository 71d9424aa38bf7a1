package io.weir.trainers;

/** How local steps are taken. */
public enum Optimizer {
    /** Stochastic gradient descent, with momentum if configured. */
    SGD,
    /** Adam (Kingma, Ba 2015); its moments start at zero in every round. */
    ADAM
}
