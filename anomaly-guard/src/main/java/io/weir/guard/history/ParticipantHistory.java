package io.weir.guard.history;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one participant.
 *
 * @param updates of the last {@link History#ROUNDS} rounds, oldest first; at least one
 * @param sum sketch of the sum of all its updates since it was first remembered; empty if no stage needs it
 * @param last sketch of its newest update; empty if no stage needs it
 * @param trail short sketches of the newest of {@code updates}, oldest first; empty if no stage needs them
 */
public record ParticipantHistory(
        List<PastUpdate> updates, Optional<double[]> sum, Optional<double[]> last, List<double[]> trail) {
    public ParticipantHistory {
        updates = List.copyOf(updates);
        trail = List.copyOf(trail);
    }

    /** The newest update's round. */
    long newest() {
        return updates.get(updates.size() - 1).round();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParticipantHistory that
                && updates.equals(that.updates)
                && Arrays.equals(sum.orElse(null), that.sum.orElse(null))
                && Arrays.equals(last.orElse(null), that.last.orElse(null))
                && Sketches.areEqual(trail, that.trail);
    }

    @Override
    public int hashCode() {
        return updates.hashCode();
    }
}
