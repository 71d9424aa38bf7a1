package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.attested.EnclaveChannels;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import java.util.List;
import java.util.Optional;

/**
 * What follows when the guard comes to an open attested round out of its stores. What these hold went through changelogs,
 * which nobody vouches for: reports that were forged there could leave out whomever one likes.
 */
final class GuardMoved {
    static final String REASON = "GUARD_MOVED";

    private GuardMoved() {}

    /** The failure of the round that {@code resumed} is at, if it is attested. */
    static Optional<RoundFailed> failure(GuardPhase resumed, long nowMs) {
        return resumed.opened().filter(EnclaveChannels::isNeeded).map(opened -> failed(opened, nowMs));
    }

    private static RoundFailed failed(RoundOpened opened, long nowMs) {
        return new RoundFailed(
                opened,
                REASON
                        + ": the aggregator process with the guard was restarted, or lost it to another one, after the round"
                        + " was opened. The next round starts from the same version",
                List.of(),
                nowMs);
    }
}
