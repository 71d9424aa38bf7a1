package io.weir.cli.bench;

import io.weir.wire.SecureBackend;

/**
 * What a back-end ought to cost at most.
 *
 * @param limit inclusive
 */
record SecureGoal(String name, double limit, double value) {
    private static final double MASK_ADDED_MS = 100;
    private static final double RLWE_ADDED_MS = 150;
    private static final double BYTES_PER_PARAMETER = 4.5;
    private static final double MASK_RATIO = 1.5;
    private static final double RLWE_RATIO = 2;

    static SecureGoal addedMs(SecureBackend backend, double value) {
        return new SecureGoal("addedMs", backend == SecureBackend.MASK ? MASK_ADDED_MS : RLWE_ADDED_MS, value);
    }

    static SecureGoal bytesPerParameter(double value) {
        return new SecureGoal("bytesPerParameter", BYTES_PER_PARAMETER, value);
    }

    static SecureGoal ratio(SecureBackend backend, double value) {
        return new SecureGoal("recomputeRatio", backend == SecureBackend.MASK ? MASK_RATIO : RLWE_RATIO, value);
    }

    boolean isMet() {
        return value <= limit;
    }
}
