package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Reason;
import java.util.Map;

/** Checks of claims that every kind of evidence makes. */
final class Claims {
    private Claims() {}

    static void measurement(AttestationPolicy policy, String measurement) throws Refusal {
        if (!policy.measurements().isEmpty() && !policy.measurements().contains(measurement)) {
            throw new Refusal(
                    Reason.MEASUREMENT_MISMATCH,
                    "the environment measures " + measurement + ", the policy allows "
                            + policy.measurements().stream().sorted().toList() + ": another program is loaded");
        }
    }

    static void registers(AttestationPolicy policy, Map<String, String> details) throws Refusal {
        for (Map.Entry<String, String> wanted : policy.registers().entrySet()) {
            String found = details.get(wanted.getKey());
            if (!wanted.getValue().equals(found)) {
                throw new Refusal(
                        Reason.MEASUREMENT_MISMATCH,
                        wanted.getKey() + " is " + (found == null ? "no claim of this evidence" : found)
                                + ", the policy wants " + wanted.getValue());
            }
        }
    }

    static void reportData(AttestationPolicy policy, String reportData) throws Refusal {
        if (!policy.reportData().isEmpty() && !policy.reportData().equals(reportData)) {
            throw new Refusal(
                    Reason.REPORT_DATA_MISMATCH,
                    "the evidence is bound to the report data " + reportData + ", not to " + policy.reportData()
                            + ": it was made for another key or another round");
        }
    }

    static void debug(AttestationPolicy policy, boolean debug, String where) throws Refusal {
        if (debug && !policy.debugAllowed()) {
            throw new Refusal(
                    Reason.DEBUG_ENABLED,
                    where + " allows debugging: the host can read all memory. Start the environment without it");
        }
    }

    static void migration(AttestationPolicy policy, boolean migratable, String where) throws Refusal {
        if (migratable && !policy.migrationAllowed()) {
            throw new Refusal(
                    Reason.MIGRATION_ENABLED,
                    where + " allows migration: the agent that moves the environment could read it. Start it without,"
                            + " or let the policy say migration=allowed");
        }
    }
}
