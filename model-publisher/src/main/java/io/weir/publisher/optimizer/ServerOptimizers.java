package io.weir.publisher.optimizer;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds server optimizers by the name in a federation's settings. */
public final class ServerOptimizers {
    private ServerOptimizers() {}

    /** Every known name. */
    public static List<String> names() {
        return List.of(FedAvg.NAME);
    }

    /**
     * The optimizer called {@code name}.
     *
     * @param name as in the settings; upper and lower case are the same
     * @param parameters as in the settings
     * @throws IllegalArgumentException if the name or a parameter is not known, or a value is not allowed
     */
    public static ServerOptimizer named(String name, Map<String, String> parameters) {
        if (name.toLowerCase(Locale.ROOT).equals(FedAvg.NAME)) {
            return FedAvg.from(parameters);
        }
        throw new IllegalArgumentException(
                "server optimizer '" + name + "' is not known: known are " + String.join(", ", names()));
    }
}
