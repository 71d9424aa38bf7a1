package io.weir.aggregator.internal.slice;

import io.weir.privacy.sealing.SealingContext;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.privacy.sealing.UpdateOpener.Opening;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;

/** Opens the payloads of a round whose updates are sealed for this process. */
final class SealedChunks {
    /** What a payload holds, or why it counts for nothing. */
    sealed interface Content {
        /** Overwritten by the next chunk. */
        record Of(ByteBuffer payload) implements Content {}

        record Refused(Refusal refusal) implements Content {}
    }

    private final UpdateOpener opener;
    private final byte[] configDigest;

    SealedChunks(RoundOpened opened, UpdateOpener opener) {
        this.opener = opener;
        this.configDigest = Digests.configDigest(opened);
    }

    /** A chunk whose header and hash are right. */
    Content open(UpdateChunk chunk) {
        SealingContext context =
                new SealingContext(configDigest, chunk.getParticipant(), chunk.getWeight(), chunk.getChunkCount());
        Opening opening = opener.open(context, chunk.getChunkIndex(), chunk.getPayload());
        if (opening instanceof Opening.Opened opened) {
            return new Content.Of(opened.payload());
        }
        String detail = "the payload of chunk " + chunk.getChunkIndex();
        return new Content.Refused(
                opening instanceof Opening.Unopened unopened
                        ? new Refusal(ReasonCode.SEALED_WRONG, detail + " does not open: " + unopened.why())
                        : new Refusal(
                                ReasonCode.NOT_SEALED,
                                detail + " is in the clear; the round takes updates that are sealed for its keys"));
    }
}
