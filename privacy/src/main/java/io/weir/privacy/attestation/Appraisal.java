package io.weir.privacy.attestation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A verifier's result. */
public sealed interface Appraisal {
    /** The evidence holds under the policy. */
    record Accepted(Facts facts) implements Appraisal {}

    /**
     * The evidence does not hold.
     *
     * @param reason the first check that failed
     * @param sentence what was found, what is allowed, what to do
     * @param numbers what was found and what it was held against, by name; times in seconds since 1970
     */
    record Refused(Reason reason, String sentence, Map<String, Long> numbers) implements Appraisal {
        /** Copies, sorted by name. */
        public Refused {
            numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
        }
    }
}
