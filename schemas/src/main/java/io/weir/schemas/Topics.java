package io.weir.schemas;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The names of one federation's topics. Names use dots and hyphens only, since Kafka's metrics fold dots and
 * underscores into one.
 *
 * @param federation the federation's name: lower-case letters, digits and hyphens, 1 to 64 characters
 */
public record Topics(String federation) {
    private static final Pattern FEDERATION = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
    private static final int ROUND_DIGITS = 6;
    private static final int LONG_DIGITS = 18;
    private static final String UPDATES = ".updates";

    public Topics {
        validateFederation(federation);
    }

    /**
     * Checks a federation's name.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static void validateFederation(String federation) {
        Objects.requireNonNull(federation, "federation");
        if (!FEDERATION.matcher(federation).matches()) {
            throw new IllegalArgumentException("federation name '" + federation
                    + "' is not valid: use 1 to 64 lower-case letters, digits and hyphens, with a letter or digit"
                    + " first and last");
        }
    }

    /** Settings and participants, written by the operator; compacted. */
    public String control() {
        return named("control");
    }

    /** One record a round: opened, sealed or failed; compacted. */
    public String rounds() {
        return named("rounds");
    }

    /** The updates of one round. */
    public String roundUpdates(long round) {
        if (round < 0) {
            throw new IllegalArgumentException("round " + round + " is negative");
        }
        return named("round." + Keys.round(round) + ".updates");
    }

    /** Matches the update topics of every round of this federation. */
    public Pattern roundUpdatesPattern() {
        return Pattern.compile(
                Pattern.quote(named("round.")) + "[0-9]{" + ROUND_DIGITS + "," + LONG_DIGITS + "}\\.updates");
    }

    /** The guard's decisions. */
    public String verdicts() {
        return named("verdicts");
    }

    /** Participants' public keys for secure aggregation; compacted. */
    public String keys() {
        return named("keys");
    }

    /** Shares, calls, acknowledgements and openings of secure aggregation; one partition, so that all see one order. */
    public String committee() {
        return named("committee");
    }

    /** Slices of the exact sums. */
    public String aggregates() {
        return named("aggregates");
    }

    /** Model versions; compacted. */
    public String models() {
        return named("models");
    }

    /** The hash chain of published rounds. */
    public String ledger() {
        return named("ledger");
    }

    /** What was refused, and why. */
    public String quarantine() {
        return named("quarantine");
    }

    /** What each participant has spent of its privacy; compacted. */
    public String budget() {
        return named("budget");
    }

    /** From the aggregator's slice tasks to its guard task; internal, one partition. */
    public String statistics() {
        return named("statistics");
    }

    /** From the aggregator's guard task to every slice task; internal, as many partitions as a round topic. */
    public String directives() {
        return named("directives");
    }

    /** The round whose update topic has this name, if it is one of this federation's. */
    public OptionalLong roundOf(String topic) {
        String prefix = named("round.");
        int digits = topic.length() - prefix.length() - UPDATES.length();
        if (digits < ROUND_DIGITS || digits > LONG_DIGITS || !topic.startsWith(prefix) || !topic.endsWith(UPDATES)) {
            return OptionalLong.empty();
        }
        long round = 0;
        for (int i = prefix.length(); i < prefix.length() + digits; i++) {
            int digit = topic.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            round = 10 * round + digit;
        }
        return OptionalLong.of(round);
    }

    private String named(String part) {
        return "weir." + federation + "." + part;
    }
}
