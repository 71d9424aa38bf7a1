package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Appraisal;
import io.weir.privacy.attestation.Reason;
import java.util.Map;
import java.util.TreeMap;

/** Ends a verification: a check that failed. Carries no stack, since it is a result and no defect. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final TreeMap<String, Long> numbers = new TreeMap<>();

    /** @param sentence what was found, what is allowed, what to do */
    public Refusal(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    /** The same, with numbers by name. */
    public Refusal(Reason reason, String sentence, Map<String, Long> numbers) {
        this(reason, sentence);
        this.numbers.putAll(numbers);
    }

    /** As a result. */
    public Appraisal.Refused appraisal() {
        return new Appraisal.Refused(reason, getMessage(), numbers);
    }
}
