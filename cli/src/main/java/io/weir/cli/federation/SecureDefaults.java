package io.weir.cli.federation;

import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Settings of secure aggregation, by name, and what holds for those that nobody gave. */
public final class SecureDefaults {
    /** Values have fewer bits than a float's range: a bound near honest updates' norms leaves them the most precision. */
    public static final double CLIPPING_BOUND = 16;

    /** A value is multiplied by its weight before it is rounded: 2^16 examples count, further ones do not. */
    public static final int WEIGHT_MAX = 1 << 16;

    private static final int COMMITTEE = 5;
    private static final int GROUP_MIN = 2;
    private static final Duration COMMITTEE_TIMEOUT = Duration.ofSeconds(30);
    private static final Set<String> NAMES = Set.of(
            "committee.size", "threshold", "value.bits", "groups", "group.min", "neighbours", "committee.timeout.ms");

    private SecureDefaults() {}

    /**
     * {@code mask}, {@code rlwe} or {@code plain}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static SecureBackend backend(String name) {
        for (SecureBackend backend : SecureBackend.values()) {
            if (backend != SecureBackend.NONE && backend.name().equalsIgnoreCase(name.strip())) {
                return backend;
            }
        }
        throw new IllegalArgumentException(
                "'" + name
                        + "' hides nothing that is known: use mask, rlwe, or plain (the same fixed point in the clear, to compare with)");
    }

    /** More than two thirds: with 2t > m + c this withstands c members that collude, for c up to a third. */
    public static int threshold(int committee) {
        return 2 * committee / 3 + 1;
    }

    /**
     * Settings.
     *
     * @param given by name, without {@code weir.secure.}
     * @throws IllegalArgumentException if a name is unknown or a value no whole number
     */
    public static SecureSettings settings(SecureBackend backend, Map<String, String> given) {
        Set<String> unknown = new HashSet<>(given.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "weir.secure." + unknown.iterator().next() + " is unknown: use " + NAMES);
        }
        int committee = (int) number(given, "committee.size", COMMITTEE);
        return SecureSettings.newBuilder()
                .setBackend(backend)
                .setValueBits((int) number(given, "value.bits", 0))
                .setCommittee(committee)
                .setThreshold((int) number(given, "threshold", threshold(committee)))
                .setGroups((int) number(given, "groups", 1))
                .setGroupMin((int) number(given, "group.min", GROUP_MIN))
                .setNeighbours((int) number(given, "neighbours", 0))
                .setCommitteeTimeoutMs(number(given, "committee.timeout.ms", COMMITTEE_TIMEOUT.toMillis()))
                .build();
    }

    private static long number(Map<String, String> given, String name, long otherwise) {
        String value = given.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("weir.secure." + name + " is '" + value + "': use a whole number", e);
        }
    }

    /** Makes a federation's settings fit. */
    public static void apply(FederationSettings.Builder settings, SecureSettings secure) {
        settings.setSecure(secure).setClippingBound(CLIPPING_BOUND).setWeightMax(WEIGHT_MAX);
    }
}
