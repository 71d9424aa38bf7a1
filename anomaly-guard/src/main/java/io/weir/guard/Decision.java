package io.weir.guard;

import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import java.util.List;
import java.util.Map;

/** A rule's decision on one participant. */
public sealed interface Decision {
    /** The update is summed, multiplied by {@code clipFactor}, which lies in (0, 1]. */
    record Admit(double clipFactor) implements Decision {}

    /**
     * The update is left out; the sentence and the numbers behind it are shown to the participant.
     *
     * @param evidence the value that was judged and the bound that it was held against, by name
     * @param stage the stage that decided
     * @param neighbours the nearest updates of the round, if inner products are known
     */
    record Reject(
            ReasonCode reason, String detail, Map<String, Double> evidence, String stage, List<Neighbour> neighbours)
            implements Decision {
        public Reject {
            evidence = Map.copyOf(evidence);
            neighbours = List.copyOf(neighbours);
        }

        /** As a stage knows it by itself. */
        public Reject(ReasonCode reason, String detail, Map<String, Double> evidence) {
            this(reason, detail, evidence, "", List.of());
        }

        /** The same, with the stage that decided. */
        public Reject by(String decider) {
            return new Reject(reason, detail, evidence, decider, neighbours);
        }

        /** The same, with what lies nearest to the update. */
        public Reject near(List<Neighbour> nearest) {
            return new Reject(reason, detail, evidence, stage, nearest);
        }
    }
}
