package io.weir.schemas;

import java.nio.ByteBuffer;

/** Bytes of records' fields. */
public final class Bytes {
    private Bytes() {}

    /** A copy of what remains in a buffer, which stays as it is. */
    public static byte[] copy(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
