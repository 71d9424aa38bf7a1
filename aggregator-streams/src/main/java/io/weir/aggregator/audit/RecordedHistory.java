package io.weir.aggregator.audit;

import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.guard.Histories;
import io.weir.guard.history.History;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;

/** What a round's rule was told of earlier rounds. */
public final class RecordedHistory {
    private RecordedHistory() {}

    /** Whether the round's rule remembers earlier rounds. */
    public static boolean isNeeded(RoundOpened opened) {
        return !RoundRule.of(opened).remembers().isEmpty();
    }

    /** As the verdict has it; nothing if its rule remembers nothing. */
    public static History of(Verdict verdict) {
        return Histories.before(verdict);
    }
}
