package io.weir.trainers;

/** How a tensor is filled before the first round. Fan-in and fan-out are a matrix's numbers of rows and columns. */
public enum Initializer {
    /** All zero. */
    ZEROS,
    /** Uniform within ±sqrt(6 / (fan-in + fan-out)) (Glorot, Bengio 2010, eq. 16). */
    GLOROT_UNIFORM,
    /** Uniform within ±sqrt(6 / fan-in), for ReLU (He et al. 2015, eq. 10). */
    HE_UNIFORM
}
