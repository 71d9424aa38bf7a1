package io.weir.aggregator.internal.guard;

import io.weir.wire.KeyLost;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import java.util.List;
import java.util.Optional;

/** What follows when a task has none of the keys that the round's updates are sealed for. */
final class LostKeys {
    static final String REASON = "ENCLAVE_KEY_LOST";

    private LostKeys() {}

    /**
     * The round's failure: without the task's part there is no sum, not even of a round that was sealed already, since a task
     * reports this only of rounds whose sum it has not emitted. Empty if the round is not the current one.
     */
    static Optional<RoundFailed> failure(GuardState state, KeyLost lost, long nowMs) {
        return state.current()
                .filter(opened -> opened.getRound() == lost.getRound())
                .filter(opened -> !isPublished(state, opened))
                .map(opened -> new RoundFailed(
                        opened,
                        REASON + ": the aggregator process that now has partition " + lost.getPartition()
                                + " has no key that the round's updates are sealed for: it was started, or took over,"
                                + " after the round was opened. The next round is sealed for its key",
                        List.of(),
                        nowMs));
    }

    private static boolean isPublished(GuardState state, RoundOpened opened) {
        return state.head().map(ModelHead::getRound).orElse(-1L) >= opened.getRound();
    }
}
