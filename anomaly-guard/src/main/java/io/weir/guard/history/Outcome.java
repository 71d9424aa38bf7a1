package io.weir.guard.history;

import io.weir.guard.Decision;
import io.weir.wire.ReasonCode;

/** What became of an update, as far as it speaks for or against who sent it. */
public enum Outcome {
    COUNTED,
    /** Says nothing: the rule chose others, or refused it for what had been before. */
    SET_ASIDE,
    REFUSED;

    /** The stage whose refusals are for what was before; were they held against anybody, nobody would come back. */
    public static final String REPUTATION_STAGE = "history";

    /** Of a refusal. */
    public static Outcome of(ReasonCode reason, String stage) {
        return reason == ReasonCode.NOT_SELECTED
                        || reason == ReasonCode.TOO_FEW_UPDATES
                        || reason == ReasonCode.TOO_MANY_UPDATES
                        || stage.equals(REPUTATION_STAGE)
                ? SET_ASIDE
                : REFUSED;
    }

    /** Of a decision. */
    public static Outcome of(Decision decision) {
        return decision instanceof Decision.Reject reject ? of(reject.reason(), reject.stage()) : COUNTED;
    }
}
