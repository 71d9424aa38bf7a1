package io.weir.cli.demo;

import io.weir.cli.federation.SecureDefaults;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a demo hides updates, and who lets it down.
 *
 * @param parameters as {@code weir.secure.*}, without that
 * @param vanishing how many banks end right after their commit of the last round; the last ones by name. They serve on no
 *     committee
 * @param absent how many banks serve on the committee and never answer; the first ones by name
 */
record DemoSecurity(SecureBackend backend, Map<String, String> parameters, int vanishing, int absent) {
    private static final int COMMITTEE_MAX = 7;

    DemoSecurity {
        parameters = Map.copyOf(parameters);
        SecureDefaults.settings(backend, parameters);
    }

    void check(int banks) {
        if (vanishing < 0 || absent < 0 || vanishing + absent >= banks) {
            throw new IllegalArgumentException("--vanishing " + vanishing + " and --absent " + absent
                    + ": 0 or more each, and together fewer than the banks, which are " + banks);
        }
    }

    /** @param sure updates that are in every sum, if noise is to be shared among as many as possible */
    SecureSettings settings(int banks, OptionalInt sure) {
        Map<String, String> given = new HashMap<>(parameters);
        if (sure.isPresent() && given.getOrDefault("groups", "1").equals("1")) {
            given.putIfAbsent("group.min", String.valueOf(Math.max(2, sure.getAsInt())));
        }
        given.putIfAbsent("committee.size", String.valueOf(Math.min(COMMITTEE_MAX, banks - vanishing)));
        return SecureDefaults.settings(backend, given);
    }

    boolean vanishes(int index, int banks) {
        return index >= banks - vanishing;
    }

    boolean isAbsent(int index) {
        return index < absent;
    }
}
