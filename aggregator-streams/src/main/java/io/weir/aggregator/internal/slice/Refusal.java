package io.weir.aggregator.internal.slice;

import io.weir.wire.ReasonCode;
import java.util.Map;

/** Why a record was refused: the code, a sentence that says what was expected, and the numbers in it by name. */
record Refusal(ReasonCode reason, String detail, Map<String, Double> evidence) {
    Refusal {
        evidence = Map.copyOf(evidence);
    }

    Refusal(ReasonCode reason, String detail) {
        this(reason, detail, Map.of());
    }
}
