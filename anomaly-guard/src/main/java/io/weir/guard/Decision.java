package io.weir.guard;

import io.weir.wire.ReasonCode;
import java.util.Map;

/** A rule's decision on one participant. */
public sealed interface Decision {
    /** The update is summed, multiplied by {@code clipFactor}, which lies in (0, 1]. */
    record Admit(double clipFactor) implements Decision {}

    /** The update is left out; the sentence and the numbers behind it are shown to the participant. */
    record Reject(ReasonCode reason, String detail, Map<String, Double> evidence) implements Decision {
        public Reject {
            evidence = Map.copyOf(evidence);
        }
    }
}
