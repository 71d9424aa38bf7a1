package io.weir.aggregator.internal.slice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Off-heap buffers of all tasks of an instance, within one bound; used again from round to round. Thread-safe. */
public final class RowBuffers {
    private final long maxBytes;
    private final Map<Integer, Deque<ByteBuffer>> free = new HashMap<>();
    private long allocatedBytes;

    /**
     * No buffers yet.
     *
     * @param maxBytes upper bound of all buffers together; 0 for none at all
     */
    public RowBuffers(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Holds nothing: whatever is needed is read again from the log. */
    public static RowBuffers none() {
        return new RowBuffers(0);
    }

    /** A buffer in this processor's byte order; empty if the bound is reached. */
    synchronized Optional<ByteBuffer> take(int sizeBytes) {
        ByteBuffer used =
                free.computeIfAbsent(sizeBytes, size -> new ArrayDeque<>()).poll();
        if (used != null) {
            return Optional.of(used);
        }
        if (allocatedBytes + sizeBytes > maxBytes) {
            return Optional.empty();
        }
        allocatedBytes += sizeBytes;
        return Optional.of(ByteBuffer.allocateDirect(sizeBytes).order(ByteOrder.nativeOrder()));
    }

    synchronized void giveBack(ByteBuffer buffer) {
        free.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).push(buffer);
    }

    /** Bytes of all buffers, taken or free. */
    synchronized long allocatedBytes() {
        return allocatedBytes;
    }
}
