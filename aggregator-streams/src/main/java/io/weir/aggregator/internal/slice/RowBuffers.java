package io.weir.aggregator.internal.slice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Off-heap buffers of all tasks of an instance, within one bound; used again from round to round. Thread-safe. */
public final class RowBuffers {
    private static final Logger LOG = LoggerFactory.getLogger(RowBuffers.class);

    private final IntFunction<ByteBuffer> allocator;
    private final Map<Integer, Deque<ByteBuffer>> free = new HashMap<>();
    private long maxBytes;
    private long allocatedBytes;

    /**
     * No buffers yet.
     *
     * @param maxBytes upper bound of all buffers together; 0 for none at all
     */
    public RowBuffers(long maxBytes) {
        this(maxBytes, ByteBuffer::allocateDirect);
    }

    RowBuffers(long maxBytes, IntFunction<ByteBuffer> allocator) {
        this.maxBytes = maxBytes;
        this.allocator = allocator;
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
        return allocate(sizeBytes);
    }

    /** Java has a bound of its own. Where it is lower than ours it holds, and the log is read again past it. */
    private Optional<ByteBuffer> allocate(int sizeBytes) {
        try {
            ByteBuffer buffer = allocator.apply(sizeBytes).order(ByteOrder.nativeOrder());
            allocatedBytes += sizeBytes;
            return Optional.of(buffer);
        } catch (OutOfMemoryError e) {
            LOG.atWarn()
                    .addKeyValue("bufferBytes", maxBytes)
                    .addKeyValue("allocatedBytes", allocatedBytes)
                    .addKeyValue("cause", e.getMessage())
                    .log("Java allows no more off-heap memory, so more is read again from the log: raise"
                            + " -XX:MaxDirectMemorySize, or lower weir.aggregator.buffer.bytes");
            maxBytes = allocatedBytes;
            return Optional.empty();
        }
    }

    synchronized void giveBack(ByteBuffer buffer) {
        free.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).push(buffer);
    }

    /** Bytes of all buffers, taken or free. */
    synchronized long allocatedBytes() {
        return allocatedBytes;
    }
}
