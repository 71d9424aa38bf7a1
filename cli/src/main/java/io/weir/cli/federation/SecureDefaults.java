package io.weir.cli.federation;

import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.time.Duration;

/** Settings of secure aggregation for which nothing else was asked. */
public final class SecureDefaults {
    /** Values have fewer bits than a float's range: a bound near honest updates' norms leaves them the most precision. */
    public static final double CLIPPING_BOUND = 16;

    /** A value is multiplied by its weight before it is rounded: 2^16 examples count, further ones do not. */
    public static final int WEIGHT_MAX = 1 << 16;

    public static final int COMMITTEE_MAX = 7;
    private static final int GROUP_MIN = 2;
    private static final Duration COMMITTEE_TIMEOUT = Duration.ofSeconds(30);

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
        throw new IllegalArgumentException("--secure-aggregation is '" + name
                + "': use mask, rlwe, or plain (the same fixed point in the clear, to compare with)");
    }

    /** More than two thirds: with 2t > m + c this withstands c < t members that collude, for c up to a third. */
    public static int threshold(int committee) {
        return 2 * committee / 3 + 1;
    }

    /** A builder with every field set. */
    public static SecureSettings.Builder settings(SecureBackend backend, int committee) {
        return SecureSettings.newBuilder()
                .setBackend(backend)
                .setValueBits(0)
                .setCommittee(committee)
                .setThreshold(threshold(committee))
                .setGroups(1)
                .setGroupMin(GROUP_MIN)
                .setNeighbours(0)
                .setCommitteeTimeoutMs(COMMITTEE_TIMEOUT.toMillis());
    }

    /** Makes a federation's settings fit. */
    public static void apply(FederationSettings.Builder settings, SecureSettings secure) {
        settings.setSecure(secure).setClippingBound(CLIPPING_BOUND).setWeightMax(WEIGHT_MAX);
    }
}
