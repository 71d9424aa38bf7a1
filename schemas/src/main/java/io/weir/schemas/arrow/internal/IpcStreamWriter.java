package io.weir.schemas.arrow.internal;

import com.google.flatbuffers.FlatBufferBuilder;
import io.weir.schemas.arrow.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Lays out an IPC stream in one array of its exact size, everything written but the values, so that these are copied once.
 *
 * <p>Buffers start at multiples of 64 bytes from the start of the stream, as Arrow recommends for vectorised readers.
 */
public final class IpcStreamWriter {
    static final int CONTINUATION = 0xFFFFFFFF;
    /** Continuation marker and metadata size before each message; also the end-of-stream mark. */
    static final int PREFIX_BYTES = 8;

    private static final int ALIGNMENT_BYTES = 64;

    private IpcStreamWriter() {}

    /** A stream whose column {@code c} takes its values at index {@code columnStart(c)}. */
    public static final class Frame {
        private final byte[] bytes;
        private final int[] columnStarts;

        private Frame(byte[] bytes, int[] columnStarts) {
            this.bytes = bytes;
            this.columnStarts = columnStarts;
        }

        public byte[] bytes() {
            return bytes;
        }

        public int columnStart(int column) {
            return columnStarts[column];
        }
    }

    /** The frame for {@code length} values. */
    public static Frame frame(PayloadLayout layout, int length) {
        List<PayloadColumn> columns = layout.columns();
        long rows = layout.rows(length);
        long[] offsets = new long[columns.size()];
        long bodyBytes = 0;
        for (int c = 0; c < offsets.length; c++) {
            offsets[c] = bodyBytes;
            bodyBytes = align(bodyBytes + columns.get(c).dataBytes(rows), ALIGNMENT_BYTES);
        }
        ByteBuffer schema = IpcSchemas.message(layout);
        ByteBuffer batch = batchMessage(columns, rows, offsets, bodyBytes);
        long batchAt = PREFIX_BYTES + align(schema.remaining(), Long.BYTES);
        long bodyAt = align(batchAt + PREFIX_BYTES + batch.remaining(), ALIGNMENT_BYTES);
        long totalBytes = bodyAt + bodyBytes + PREFIX_BYTES;
        if (totalBytes > Integer.MAX_VALUE - 8) {
            throw new PayloadException(
                    "a payload of " + length + " values would take " + totalBytes + " bytes; use smaller chunks");
        }
        ByteBuffer out = ByteBuffer.allocate((int) totalBytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(CONTINUATION).putInt((int) (batchAt - PREFIX_BYTES)).put(schema);
        out.position((int) batchAt);
        out.putInt(CONTINUATION).putInt((int) (bodyAt - batchAt - PREFIX_BYTES)).put(batch);
        out.position((int) (bodyAt + bodyBytes));
        out.putInt(CONTINUATION).putInt(0);
        int[] starts = new int[offsets.length];
        for (int c = 0; c < starts.length; c++) {
            starts[c] = (int) (bodyAt + offsets[c]);
        }
        return new Frame(out.array(), starts);
    }

    /** Validity bitmaps are left out (length 0), as the format allows where nothing is null. */
    private static ByteBuffer batchMessage(List<PayloadColumn> columns, long rows, long[] offsets, long bodyBytes) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int nodeCount = 0;
        int bufferCount = 0;
        for (PayloadColumn column : columns) {
            nodeCount += column.isList() ? 2 : 1;
            bufferCount += column.isList() ? 3 : 2;
        }
        // Flatbuffers are built back to front.
        RecordBatch.startBuffersVector(builder, bufferCount);
        for (int c = columns.size() - 1; c >= 0; c--) {
            Buffer.createBuffer(builder, offsets[c], columns.get(c).dataBytes(rows));
            Buffer.createBuffer(builder, offsets[c], 0);
            if (columns.get(c).isList()) {
                Buffer.createBuffer(builder, offsets[c], 0);
            }
        }
        int buffers = builder.endVector();
        RecordBatch.startNodesVector(builder, nodeCount);
        for (int c = columns.size() - 1; c >= 0; c--) {
            FieldNode.createFieldNode(builder, columns.get(c).elements(rows), 0);
            if (columns.get(c).isList()) {
                FieldNode.createFieldNode(builder, rows, 0);
            }
        }
        int nodes = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, buffers);
        int batch = RecordBatch.endRecordBatch(builder);
        return IpcSchemas.finish(builder, MessageHeader.RecordBatch, batch, bodyBytes);
    }

    static long align(long sizeBytes, int alignmentBytes) {
        return (sizeBytes + alignmentBytes - 1) / alignmentBytes * alignmentBytes;
    }
}
