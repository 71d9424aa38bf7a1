package io.weir.cli.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param ledgerRecords records of the ledger that were looked at
 * @param signature whether the ledger's signatures were verified
 * @param announcements whether those of announced rounds and of calls of committees were
 * @param versions versions whose retained chunks were looked at
 * @param rounds by number
 * @param findings what does not hold, in the order ledger, models, announcements, rounds; empty if everything holds
 */
public record AuditReport(
        int ledgerRecords,
        Signature signature,
        Signature announcements,
        List<Long> versions,
        List<RoundCheck> rounds,
        List<Finding> findings) {
    /** What signatures could be held against. */
    public enum Signature {
        /** Against the key that the auditor gave. */
        GIVEN_KEY,
        /** Against the key in the federation's settings. */
        SETTINGS_KEY,
        /** The settings name no key, so that nothing has to be signed. */
        UNSIGNED
    }

    /** What could be done for a round. */
    public enum Extent {
        /** The model's digest came out of the round topic again. */
        MODEL,
        /** The aggregate's digest came out again; the base version is not retained. */
        AGGREGATE,
        /**
         * The round is attested: its updates are sealed for aggregators, so nobody can compute the sum again. Commits, signatures and
         * payload hashes were held against the seal, and the model follows from the recorded sum.
         */
        SEALED,
        /** The round topic is not retained: records were held against the ledger only. */
        RECORDS
    }

    /**
     * One round.
     *
     * @param version that it led to
     * @param notRetained what was not there any more
     * @param notes what else there is to say, such as whether attestation evidence was verified
     */
    public record RoundCheck(
            long round, long version, Extent extent, boolean holds, List<String> notRetained, List<String> notes) {
        public RoundCheck {
            notRetained = List.copyOf(notRetained);
            notes = List.copyOf(notes);
        }
    }

    public AuditReport {
        versions = List.copyOf(versions);
        rounds = List.copyOf(rounds);
        findings = List.copyOf(findings);
    }

    /** Whether everything that could be checked holds. */
    public boolean holds() {
        return findings.isEmpty();
    }
}
