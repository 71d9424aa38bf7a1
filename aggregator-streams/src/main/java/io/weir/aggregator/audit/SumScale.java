package io.weir.aggregator.audit;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.guard.Rules;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;

/** Fixed point of a round's sums. */
public final class SumScale {
    private SumScale() {}

    /** The binary exponent, as in an AggregateSlice. */
    public static int bits(RoundOpened opened, Verdict verdict) {
        return HiddenRound.scaleBits(
                opened,
                Rules.named(verdict.getRule(), verdict.getRuleParameters()).combination());
    }
}
