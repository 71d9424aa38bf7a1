package io.weir.client;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A participant's settings for secure aggregation.
 *
 * @param committee {@code weir.secure.committee}: whether it serves on committees
 * @param stateDir {@code weir.secure.state.dir}: where a committee member writes down what it has acknowledged; to be kept
 *     as carefully as its key
 * @param trustedCertificates {@code weir.secure.trusted.certificates}: a directory of certificates; rounds with somebody
 *     else in their cohort are left out
 * @param trustedAggregators {@code weir.secure.trusted.aggregators}: a directory of certificates; rounds that none of them
 *     signed are left out
 * @param required {@code weir.secure.required}: whether rounds that hide nothing are left out
 */
public record SecureConfig(
        boolean committee,
        Optional<Path> stateDir,
        Optional<Path> trustedCertificates,
        Optional<Path> trustedAggregators,
        boolean required) {
    public static final String COMMITTEE = "weir.secure.committee";
    public static final String STATE_DIR = "weir.secure.state.dir";
    public static final String TRUSTED_CERTIFICATES = "weir.secure.trusted.certificates";
    public static final String TRUSTED_AGGREGATORS = "weir.secure.trusted.aggregators";
    public static final String REQUIRED = "weir.secure.required";

    public SecureConfig {
        if (committee && stateDir.isEmpty()) {
            throw new IllegalArgumentException(
                    STATE_DIR + " is missing: " + COMMITTEE + " is true, and a committee member"
                            + " needs a directory that outlives it, so that it never opens two sums of one group");
        }
    }

    static SecureConfig from(Map<String, String> settings) {
        return new SecureConfig(
                flag(settings, COMMITTEE),
                path(settings, STATE_DIR),
                path(settings, TRUSTED_CERTIFICATES),
                path(settings, TRUSTED_AGGREGATORS),
                flag(settings, REQUIRED));
    }

    private static boolean flag(Map<String, String> settings, String key) {
        String value = settings.getOrDefault(key, "false");
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + " is '" + value + "': use true or false");
        };
    }

    private static Optional<Path> path(Map<String, String> settings, String key) {
        String value = settings.getOrDefault(key, "").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    }
}
