package io.weir.trainers.internal;

import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps BLAS on one thread, so that a sum is never split differently between two runs; banks train in parallel, each on
 * a thread of its own.
 */
final class NativeBackend {
    static {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    private NativeBackend() {}

    static void configure() {
        // the static initializer has run
    }
}
