package io.weir.client.internal;

import io.weir.wire.RoundFailed;
import io.weir.wire.RoundSealed;

/** How a round ended. */
sealed interface EndedRound {
    /** Number of the round. */
    long number();

    /** When this process read of it. */
    long seenAtMs();

    /** It takes no more updates; a model follows. */
    record Sealed(RoundSealed sealed, long seenAtMs) implements EndedRound {
        @Override
        public long number() {
            return sealed.getOpened().getRound();
        }
    }

    /** The model stays as it is. */
    record Failed(RoundFailed failed, long seenAtMs) implements EndedRound {
        @Override
        public long number() {
            return failed.getOpened().getRound();
        }
    }
}
