package io.weir.schemas.arrow.internal;

import io.weir.schemas.arrow.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/** Checks a stream from its first byte to its last and finds where the columns' values start. Allocates next to nothing. */
public final class IpcStreamReader {
    /** Metadata of one or two columns takes a few hundred bytes. Writers may add metadata of their own, up to this. */
    static final int METADATA_MAX_BYTES = 1 << 16;

    private final ByteBuffer stream;
    private int position;

    private IpcStreamReader(HeapBytes heap) {
        this.stream = ByteBuffer.wrap(heap.array(), heap.from(), heap.length())
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Indices into the heap array of the first value of each column.
     *
     * @throws PayloadException if anything is not as the layout and the length want it
     */
    public static int[] columnStarts(PayloadLayout layout, HeapBytes heap, int expectedLength) {
        int[] starts;
        try {
            starts = new IpcStreamReader(heap).read(layout, layout.rows(expectedLength));
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new PayloadException("corrupt Arrow metadata: an offset points outside of the message", e);
        }
        for (int c = 0; c < starts.length; c++) {
            starts[c] += heap.from();
        }
        if (layout == PayloadLayout.INT8) {
            checkPadding(heap.array(), starts[0], expectedLength, layout.rows(expectedLength));
        }
        return starts;
    }

    private int[] read(PayloadLayout layout, long expectedRows) {
        Message schemaMessage = nextMessage("schema");
        check(schemaMessage.headerType() == MessageHeader.Schema, "the stream does not start with a schema");
        check(schemaMessage.bodyLength() == 0, "the schema message has a body");
        Schema schema = (Schema) schemaMessage.header(new Schema());
        check(schema != null, "the schema is missing");
        SchemaChecks.check(schema, layout.columns());

        Message batchMessage = nextMessage("record batch");
        check(
                batchMessage.headerType() == MessageHeader.RecordBatch,
                "a record batch must follow the schema; dictionaries and tensors are refused");
        RecordBatch batch = (RecordBatch) batchMessage.header(new RecordBatch());
        check(batch != null, "the record batch is missing");
        long bodyBytes = batchMessage.bodyLength();
        check(
                bodyBytes >= 0 && bodyBytes <= stream.limit() - position,
                "the record batch claims a body of %d bytes, %d are left",
                bodyBytes,
                stream.limit() - position);
        int[] starts = columns(batch, layout.columns(), expectedRows, bodyBytes);
        position += (int) bodyBytes;
        endOfStream();
        return starts;
    }

    private Message nextMessage(String expected) {
        check(stream.limit() - position >= IpcStreamWriter.PREFIX_BYTES, "truncated before the %s", expected);
        check(
                stream.getInt(position) == IpcStreamWriter.CONTINUATION,
                "not an Arrow IPC stream: no continuation marker before the %s",
                expected);
        int metadataBytes = stream.getInt(position + Integer.BYTES);
        position += IpcStreamWriter.PREFIX_BYTES;
        check(metadataBytes != 0, "the stream ends before the %s", expected);
        check(
                metadataBytes > 0 && metadataBytes <= METADATA_MAX_BYTES && metadataBytes % Long.BYTES == 0,
                "metadata of %d bytes before the %s; allowed are multiples of 8 up to %d",
                metadataBytes,
                expected,
                METADATA_MAX_BYTES);
        check(metadataBytes <= stream.limit() - position, "truncated within the metadata of the %s", expected);
        ByteBuffer metadata = stream.slice(position, metadataBytes).order(ByteOrder.LITTLE_ENDIAN);
        position += metadataBytes;
        Message message = Message.getRootAsMessage(metadata);
        check(
                message.version() == MetadataVersion.V5 || message.version() == MetadataVersion.V4,
                "Arrow metadata version %d; V4 and V5 are read",
                message.version() + 1);
        return message;
    }

    private void endOfStream() {
        check(stream.limit() - position >= IpcStreamWriter.PREFIX_BYTES, "truncated before the end-of-stream mark");
        boolean mark =
                stream.getInt(position) == IpcStreamWriter.CONTINUATION && stream.getInt(position + Integer.BYTES) == 0;
        check(mark, "more than one record batch, or no end-of-stream mark");
        position += IpcStreamWriter.PREFIX_BYTES;
        check(position == stream.limit(), "%d bytes follow the end-of-stream mark", stream.limit() - position);
    }

    private int[] columns(RecordBatch batch, List<PayloadColumn> columns, long expectedRows, long bodyBytes) {
        check(batch.length() == expectedRows, "%d rows, expected %d", batch.length(), expectedRows);
        check(batch.compression() == null, "compressed bodies are refused; Kafka compresses whole batches");
        check(batch.variadicBufferCountsLength() == 0, "unexpected variadic buffers");
        BatchCursor cursor = new BatchCursor(batch, bodyBytes);
        int[] starts = new int[columns.size()];
        for (int c = 0; c < starts.length; c++) {
            PayloadColumn column = columns.get(c);
            if (column.isList()) {
                cursor.node(column.name(), expectedRows);
                cursor.validity(column.name(), expectedRows);
            }
            long elements = column.elements(expectedRows);
            cursor.node(column.name(), elements);
            cursor.validity(column.name(), elements);
            starts[c] = position + (int) cursor.data(column.name(), column.dataBytes(expectedRows));
        }
        cursor.end();
        return starts;
    }

    /** What nobody reads must be zero: the same values have one encoding, and nothing is smuggled. */
    private static void checkPadding(byte[] bytes, int valuesAt, int length, long rows) {
        long end = valuesAt + rows * PayloadLayout.INT8_BLOCK_VALUES;
        for (int i = valuesAt + length; i < end; i++) {
            check(bytes[i] == 0, "padding after the last INT8 value is not zero");
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation is not worth a dependency; tests reach every message.
    static void check(boolean fine, String message, Object... arguments) {
        if (!fine) {
            throw new PayloadException(message.formatted(arguments));
        }
    }
}
