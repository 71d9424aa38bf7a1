package io.weir.kernels;

import java.lang.module.ModuleFinder;
import java.util.List;

/** The Java machine's incubating module with the Vector API (JEP 338 and its successors). */
public final class VectorModule {
    static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether this Java machine was started with it. */
    static boolean isThere() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }

    /** The options that give it to another Java machine of the same installation; empty where the installation lacks it. */
    public static List<String> jvmOptions() {
        return ModuleFinder.ofSystem().find(NAME).isPresent() ? List.of("--add-modules=" + NAME) : List.of();
    }
}
