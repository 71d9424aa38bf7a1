package io.weir.client.committee;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Which lists a committee member has acknowledged: what keeps it from opening two sums of one group. */
public interface CloseJournal {
    /** The digest that was acknowledged for a round's group. */
    Optional<ByteBuffer> acknowledged(long round, int group);

    /** Writes down, durably when this returns, what is about to be acknowledged. */
    void write(long round, int group, ByteBuffer closeDigest);
}
