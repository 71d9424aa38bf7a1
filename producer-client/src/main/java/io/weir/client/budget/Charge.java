package io.weir.client.budget;

import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.SharedNoise;
import java.util.Optional;

/**
 * What one round costs: the privacy of a participant's records, that of the participant as a whole, or both.
 *
 * @param records what training does with them, and their budget
 * @param participant noise that the participant adds, and its budget
 */
public record Charge(Optional<OfRecords> records, Optional<OfParticipant> participant) {
    /** For each record. */
    public record OfRecords(PrivacyBudget budget, GaussianPlan cost) {}

    /** For everything that the participant has. */
    public record OfParticipant(PrivacyBudget budget, SharedNoise cost) {}

    /** Of records only. */
    public static Charge of(PrivacyBudget budget, GaussianPlan cost) {
        return new Charge(Optional.of(new OfRecords(budget, cost)), Optional.empty());
    }

    /** Whether there is something to count. */
    public boolean isNothing() {
        return records.isEmpty() && participant.isEmpty();
    }
}
