package io.weir.kernels;

/** The kernels of this Java machine, chosen once. */
final class Fastest {
    static final Kernels KERNELS = VectorModule.isThere() ? vectorised() : new ScalarKernels();

    private Fastest() {}

    /** Compiled apart, for it needs the incubating module; scalar where the machine's vectors are narrow. */
    private static Kernels vectorised() {
        try {
            return (Kernels) Class.forName("io.weir.kernels.VectorKernels")
                    .getDeclaredMethod("onThisMachine")
                    .invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(
                    "the vectorised kernels do not work with Java " + Runtime.version()
                            + ": start it without --add-modules " + VectorModule.NAME,
                    e);
        }
    }
}
