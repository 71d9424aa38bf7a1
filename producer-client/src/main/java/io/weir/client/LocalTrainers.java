package io.weir.client;

import java.util.List;
import java.util.ServiceLoader;

/** Finds trainers that jars on the class path offer as services, for the command line. */
public final class LocalTrainers {
    private LocalTrainers() {}

    /**
     * The trainer of a class name, or the only one there is.
     *
     * @param className the trainer's class; empty for the only one on the class path beside {@link LastStep}
     * @throws IllegalArgumentException if there is none, or several and no name; the message lists them
     */
    public static LocalTrainer find(String className) {
        List<ServiceLoader.Provider<LocalTrainer>> all =
                ServiceLoader.load(LocalTrainer.class).stream().toList();
        List<ServiceLoader.Provider<LocalTrainer>> matching = all.stream()
                .filter(provider -> className.isEmpty()
                        ? provider.type() != LastStep.class
                        : provider.type().getName().equals(className))
                .toList();
        if (matching.size() != 1) {
            List<String> names =
                    all.stream().map(provider -> provider.type().getName()).toList();
            throw new IllegalArgumentException(
                    (className.isEmpty() ? "not exactly one trainer" : "no trainer '" + className + "'")
                            + " is on the class path: found " + names + "; add a jar with a META-INF/services/"
                            + LocalTrainer.class.getName() + " file, or name one of them");
        }
        return matching.get(0).get();
    }
}
