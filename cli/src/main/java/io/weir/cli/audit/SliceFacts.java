package io.weir.cli.audit;

import io.weir.schemas.digest.Digests;
import io.weir.wire.AggregateSlice;
import java.nio.ByteBuffer;

/**
 * A slice of a round's sum without its payload.
 *
 * @param slice its payload is empty
 * @param computed SHA-256 of the payload that it came with
 */
record SliceFacts(AggregateSlice slice, ByteBuffer computed) {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    static SliceFacts of(AggregateSlice slice) {
        ByteBuffer computed = ByteBuffer.wrap(Digests.sha256(slice.getPayload()));
        slice.put("payload", NONE);
        return new SliceFacts(slice, computed);
    }
}
