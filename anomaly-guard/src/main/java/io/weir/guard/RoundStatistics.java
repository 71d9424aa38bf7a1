package io.weir.guard;

import java.util.List;
import java.util.Optional;

/**
 * What a rule knows of a sealed round.
 *
 * @param updates one entry a participant, ordered by participant
 * @param gram inner products of the updates in that order, each summed over chunks in chunk order; empty if the rule asked
 *     for none
 */
public record RoundStatistics(List<UpdateStatistics> updates, Optional<Gram> gram) {
    public RoundStatistics {
        updates = List.copyOf(updates);
        if (gram.isPresent() && gram.get().size() != updates.size()) {
            throw new IllegalArgumentException(
                    "a Gram matrix of " + gram.get().size() + " rows for " + updates.size() + " updates");
        }
    }

    /** Norms only. */
    public static RoundStatistics of(List<UpdateStatistics> updates) {
        return new RoundStatistics(updates, Optional.empty());
    }
}
