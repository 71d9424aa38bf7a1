package io.weir.schemas.arrow.internal;

import static io.weir.schemas.arrow.internal.IpcStreamReader.check;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** Walks a record batch's field nodes and buffers in the order of the format and checks each. */
final class BatchCursor {
    /** Writers may count their alignment padding in a buffer's length. */
    private static final int PADDING_MAX_BYTES = 63;

    private final RecordBatch batch;
    private final long bodyBytes;
    private int nodes;
    private int buffers;

    BatchCursor(RecordBatch batch, long bodyBytes) {
        this.batch = batch;
        this.bodyBytes = bodyBytes;
    }

    void node(String column, long expectedLength) {
        check(nodes < batch.nodesLength(), "column %s is missing in the record batch", column);
        FieldNode node = batch.nodes(nodes++);
        check(
                node.length() == expectedLength,
                "column %s has %d values, expected %d",
                column,
                node.length(),
                expectedLength);
        check(node.nullCount() == 0, "column %s has %d nulls; none are allowed", column, node.nullCount());
    }

    void validity(String column, long elements) {
        Buffer buffer = next(column);
        check(
                buffer.length() <= (elements + Byte.SIZE - 1) / Byte.SIZE + PADDING_MAX_BYTES,
                "the validity bitmap of column %s has %d bytes for %d values",
                column,
                buffer.length(),
                elements);
    }

    /** Offset of the values in the body. */
    long data(String column, long expectedBytes) {
        Buffer buffer = next(column);
        check(
                buffer.length() >= expectedBytes && buffer.length() <= expectedBytes + PADDING_MAX_BYTES,
                "column %s has %d bytes, expected %d",
                column,
                buffer.length(),
                expectedBytes);
        return buffer.offset();
    }

    void end() {
        check(
                nodes == batch.nodesLength(),
                "the record batch has %d field nodes, expected %d",
                batch.nodesLength(),
                nodes);
        check(
                buffers == batch.buffersLength(),
                "the record batch has %d buffers, expected %d",
                batch.buffersLength(),
                buffers);
    }

    private Buffer next(String column) {
        check(buffers < batch.buffersLength(), "a buffer of column %s is missing in the record batch", column);
        Buffer buffer = batch.buffers(buffers++);
        boolean inside = buffer.offset() >= 0
                && buffer.length() >= 0
                && buffer.length() <= bodyBytes
                && buffer.offset() <= bodyBytes - buffer.length();
        check(
                inside,
                "a buffer of column %s (offset %d, %d bytes) lies outside of the body of %d bytes",
                column,
                buffer.offset(),
                buffer.length(),
                bodyBytes);
        return buffer;
    }
}
