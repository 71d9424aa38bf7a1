package io.weir.aggregator.internal.guard;

import io.weir.wire.MeasureRound;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureClosing;

/** Where the newest round stands; its record in the {@code rounds} topic says the same to everyone else. */
sealed interface Phase {
    /** No round has been opened. */
    record Idle() implements Phase {}

    /** Updates are coming in. */
    record Collecting(RoundOpened opened) implements Phase {}

    /** No more updates count; the slice tasks take inner products of those that do. */
    record Measuring(MeasureRound directive) implements Phase {}

    /** No more updates count; a committee is to open the groups' sums. */
    record Opening(SecureClosing closing) implements Phase {}

    /** The verdict is out; the publisher makes the version of this round. */
    record AwaitingVersion(long round) implements Phase {}

    /** The round failed. */
    record Over(long round) implements Phase {}
}
