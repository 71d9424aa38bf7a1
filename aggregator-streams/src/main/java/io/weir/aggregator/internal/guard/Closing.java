package io.weir.aggregator.internal.guard;

import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundSealed;
import java.util.List;

/** How a round ends its collecting phase. */
sealed interface Closing {
    /**
     * Enough updates are whole.
     *
     * @param refused participants that are out before any rule judges, with the reason
     */
    record Sealed(RoundSealed event, List<Rejection> refused) implements Closing {}

    /** The quorum can no longer be reached. */
    record Failed(RoundFailed event) implements Closing {}
}
