package io.weir.cli.command.doctor;

/** Whether the schema registry answers. */
public final class RegistryCheck {
    private static final String CHECK = "schema registry";

    /** Asks the registry; throws if it does not answer. */
    @FunctionalInterface
    public interface Probe {
        /** Whether Weir's schemas are registered. */
        boolean knowsWeir();
    }

    private RegistryCheck() {}

    /** Runs the check; {@code named} as for {@link ClusterChecks}. */
    public static Finding run(String url, boolean named, Probe probe) {
        try {
            return Finding.ok(
                    CHECK,
                    url + " answers; Weir's schemas are "
                            + (probe.knowsWeir() ? "registered" : "registered with the first federation"));
        } catch (RuntimeException e) {
            return named
                    ? Finding.fail(CHECK, String.valueOf(e.getMessage()), "check --schema-registry and its credentials")
                    : Finding.warn(
                            CHECK,
                            "none answers at " + url,
                            "`weir cluster` starts one; name yours with --schema-registry");
        }
    }
}
