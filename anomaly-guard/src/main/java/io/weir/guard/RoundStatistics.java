package io.weir.guard;

import java.util.List;
import java.util.Optional;

/**
 * What a rule knows of a sealed round.
 *
 * @param updates one entry a participant, ordered by participant
 * @param gram inner products of the updates in that order, then of the references, each summed over chunks in chunk
 *     order; empty if the rule asked for none
 * @param references names of the vectors that are no updates but that a rule compares with, a trusted update for one
 */
public record RoundStatistics(List<UpdateStatistics> updates, Optional<Gram> gram, List<String> references) {
    public RoundStatistics {
        updates = List.copyOf(updates);
        references = List.copyOf(references);
        if (gram.isEmpty() && !references.isEmpty()) {
            throw new IllegalArgumentException("references " + references + " without inner products");
        }
        if (gram.isPresent() && gram.get().size() != updates.size() + references.size()) {
            throw new IllegalArgumentException("a Gram matrix of " + gram.get().size() + " rows for " + updates.size()
                    + " updates and " + references.size() + " references");
        }
    }

    /** Updates alone. */
    public RoundStatistics(List<UpdateStatistics> updates, Optional<Gram> gram) {
        this(updates, gram, List.of());
    }

    /** Norms only. */
    public static RoundStatistics of(List<UpdateStatistics> updates) {
        return new RoundStatistics(updates, Optional.empty());
    }
}
