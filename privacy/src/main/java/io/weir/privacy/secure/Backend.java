package io.weir.privacy.secure;

/** How updates are hidden. */
public enum Backend {
    /** Not at all: the same fixed point and the same sums in the clear, to compare with. */
    PLAIN,
    /** By masks that cancel in the sum. */
    MASK,
    /** By additively homomorphic encryption. */
    RLWE
}
