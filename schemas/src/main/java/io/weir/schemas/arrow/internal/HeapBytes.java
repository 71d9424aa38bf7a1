package io.weir.schemas.arrow.internal;

import java.nio.ByteBuffer;

/** A range of a byte array. Not copied where the buffer already lies on the heap and may be written. */
public final class HeapBytes {
    private final byte[] array;
    private final int from;
    private final int length;

    private HeapBytes(byte[] array, int from, int length) {
        this.array = array;
        this.from = from;
        this.length = length;
    }

    /** The buffer's bytes from position to limit. */
    public static HeapBytes of(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            return new HeapBytes(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new HeapBytes(copy, 0, copy.length);
    }

    public byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }
}
