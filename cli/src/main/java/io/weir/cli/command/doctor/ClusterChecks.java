package io.weir.cli.command.doctor;

import io.weir.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks of the broker and of a federation on it. */
public final class ClusterChecks {
    /** Feature level of metadata.version 4.0-IV3, the one that Kafka 4.0.0 came with. */
    private static final short METADATA_4_0 = 25;

    private static final String BROKER = "broker";
    private static final String FEDERATION = "federation";

    private final String bootstrapServers;
    private final boolean named;
    private final Topics topics;

    /**
     * Checks to run.
     *
     * @param named whether the user named the broker; a default that nobody named need not be there
     */
    public ClusterChecks(String bootstrapServers, boolean named, Topics topics) {
        this.bootstrapServers = bootstrapServers;
        this.named = named;
        this.topics = topics;
    }

    /** Runs them; later ones are left out where an earlier one makes them impossible. */
    public List<Finding> run(ClusterFacts facts) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok(BROKER, bootstrapServers + " answers, brokers: " + facts.brokers()));
        } catch (RuntimeException unreachable) {
            return List.of(unreachable(unreachable));
        }
        findings.add(version(facts));
        findings.addAll(federation(facts));
        return findings;
    }

    private Finding unreachable(RuntimeException failure) {
        return named
                ? Finding.fail(BROKER, String.valueOf(failure.getMessage()), "check the address, TLS and SASL settings")
                : Finding.warn(
                        BROKER,
                        "none answers at " + bootstrapServers,
                        "start one with `weir cluster`, or name yours with --bootstrap-server; `weir demo` needs none");
    }

    private static Finding version(ClusterFacts facts) {
        String check = "broker version";
        try {
            Optional<Short> level = facts.metadataVersion();
            if (level.isEmpty()) {
                return Finding.warn(check, "the broker does not say", "Weir needs what Kafka 4.0 or newer offers");
            }
            return level.get() >= METADATA_4_0
                    ? Finding.ok(check, "4.0 or newer (metadata.version up to level " + level.get() + ")")
                    : Finding.fail(
                            check,
                            "older than 4.0 (metadata.version up to level " + level.get() + ")",
                            "upgrade the brokers to Kafka 4.0 or newer");
        } catch (RuntimeException e) {
            return Finding.warn(check, "cannot be asked for: " + e.getMessage(), "Weir needs Kafka 4.0 or newer");
        }
    }

    private List<Finding> federation(ClusterFacts facts) {
        List<String> base = List.of(
                topics.control(),
                topics.rounds(),
                topics.verdicts(),
                topics.aggregates(),
                topics.models(),
                topics.ledger(),
                topics.quarantine(),
                topics.statistics(),
                topics.directives());
        try {
            List<String> missing = facts.missing(base);
            if (missing.size() == base.size()) {
                return List.of(Finding.warn(
                        FEDERATION,
                        "'" + topics.federation() + "' does not exist, or may not be seen",
                        "create it with `weir federation create`, or name another with --federation"));
            }
            if (!missing.isEmpty()) {
                return List.of(Finding.fail(
                        FEDERATION,
                        "'" + topics.federation() + "' lacks the topics " + missing,
                        "ask the operator to allow DESCRIBE on them; if they were deleted, create a new federation"));
            }
            return List.of(
                    Finding.ok(FEDERATION, "'" + topics.federation() + "' has all of its topics"), permissions(facts));
        } catch (RuntimeException e) {
            return List.of(Finding.fail(
                    FEDERATION, String.valueOf(e.getMessage()), "ask the operator for the rights to see its topics"));
        }
    }

    private Finding permissions(ClusterFacts facts) {
        Set<String> allowed = facts.allowed(topics.control());
        if (allowed.isEmpty()) {
            return Finding.warn("permissions", "the broker does not say", "a command that may not do a thing says so");
        }
        return allowed.contains("READ")
                ? Finding.ok(
                        "permissions",
                        "the control topic allows " + allowed.stream().sorted().toList())
                : Finding.fail(
                        "permissions",
                        "the control topic may not be read; allowed is "
                                + allowed.stream().sorted().toList(),
                        "ask the operator for READ on the federation's topics");
    }
}
