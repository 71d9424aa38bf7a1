package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.cli.federation.SecureDefaults;
import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How updates are hidden, from an option and from properties that begin with {@code weir.secure.}. */
record SecureProperties(Optional<SecureSettings> settings) {
    static final String PREFIX = "weir.secure.";

    private static final int COMMITTEE = 5;

    /**
     * Reads.
     *
     * @param option null if it is not given; {@code weir.secure.aggregation} is read then
     */
    static SecureProperties of(Map<String, String> properties, String option) {
        String named = option == null ? properties.get(PREFIX + "aggregation") : option;
        if (named == null) {
            return new SecureProperties(Optional.empty());
        }
        SecureBackend backend = SecureDefaults.backend(named);
        int committee =
                (int) number(properties, "committee").orElse((long) COMMITTEE).longValue();
        SecureSettings.Builder settings = SecureDefaults.settings(backend, committee);
        number(properties, "threshold", value -> settings.setThreshold((int) value.longValue()));
        number(properties, "value.bits", value -> settings.setValueBits((int) value.longValue()));
        number(properties, "groups", value -> settings.setGroups((int) value.longValue()));
        number(properties, "group.min", value -> settings.setGroupMin((int) value.longValue()));
        number(properties, "neighbours", value -> settings.setNeighbours((int) value.longValue()));
        number(properties, "committee.timeout.ms", settings::setCommitteeTimeoutMs);
        return new SecureProperties(Optional.of(settings.build()));
    }

    private static void number(Map<String, String> properties, String name, Consumer<Long> sink) {
        number(properties, name).ifPresent(sink);
    }

    private static Optional<Long> number(Map<String, String> properties, String name) {
        String value = properties.get(PREFIX + name);
        try {
            return Optional.ofNullable(value).map(String::strip).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw CommandException.usage(PREFIX + name + " is '" + value + "': use a whole number");
        }
    }

    void apply(FederationSettings.Builder builder) {
        settings.ifPresent(secure -> SecureDefaults.apply(builder, secure));
    }
}
