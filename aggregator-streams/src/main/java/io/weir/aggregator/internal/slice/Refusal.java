package io.weir.aggregator.internal.slice;

import io.weir.wire.ReasonCode;

/** Why a record was refused: the code, and a sentence that says what was expected. */
record Refusal(ReasonCode reason, String detail) {}
