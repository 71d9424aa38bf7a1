package io.weir.cli.command;

import io.weir.cli.federation.SecureDefaults;
import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How updates are hidden, from an option and from properties that begin with {@code weir.secure.}. */
record SecureProperties(Optional<SecureSettings> settings) {
    private static final String PREFIX = "weir.secure.";
    private static final String BACKEND = "aggregation";

    /** Keys of a participant, which may share the file. */
    private static final String[] OF_PARTICIPANTS = {
        "committee", "state.dir", "trusted.certificates", "trusted.aggregators", "required"
    };

    /**
     * Reads.
     *
     * @param option empty if it is not given; {@code weir.secure.aggregation} is read then
     */
    static SecureProperties of(Map<String, String> properties, Optional<SecureBackend> option) {
        Map<String, String> given = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                given.put(key.substring(PREFIX.length()), value);
            }
        });
        String named = given.remove(BACKEND);
        for (String other : OF_PARTICIPANTS) {
            given.remove(other);
        }
        Optional<SecureBackend> backend =
                option.or(() -> Optional.ofNullable(named).map(SecureProperties::backend));
        return new SecureProperties(backend.map(hides -> SecureDefaults.settings(hides, given)));
    }

    private static SecureBackend backend(String name) {
        try {
            return SecureDefaults.backend(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + BACKEND + ": " + e.getMessage(), e);
        }
    }

    void apply(FederationSettings.Builder builder) {
        settings.ifPresent(secure -> SecureDefaults.apply(builder, secure));
    }
}
