package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.wire.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowBodyCompression;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that are sound Arrow and yet no payload of ours. */
class ForeignStreamTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void closeAllocator() {
        allocator.close();
    }

    @Test
    void nullsAreRefused() throws IOException {
        try (Float4Vector values = values("values", 3)) {
            values.setNull(1);
            write(values, 1);
        }

        assertRefused("1 nulls");
    }

    @Test
    void anotherColumnNameIsRefused() throws IOException {
        try (Float4Vector values = values("weights", 3)) {
            write(values, 1);
        }

        assertRefused("column values is missing");
    }

    @Test
    void aSecondBatchIsRefused() throws IOException {
        try (Float4Vector values = values("values", 3)) {
            write(values, 2);
        }

        assertRefused("more than one record batch");
    }

    @Test
    void aStreamWithoutBatchIsRefused() throws IOException {
        try (Float4Vector values = values("values", 3)) {
            write(values, 0);
        }

        assertRefused("the stream ends before the record batch");
    }

    @Test
    void aSecondColumnIsRefused() throws IOException {
        try (Float4Vector values = values("values", 3);
                Float4Vector more = values("more", 3);
                ArrowStreamWriter writer =
                        new ArrowStreamWriter(VectorSchemaRoot.of(values, more), null, Channels.newChannel(out))) {
            writer.start();
            writer.writeBatch();
            writer.end();
        }

        assertRefused("2 columns, expected 1");
    }

    @Test
    void dictionariesAreRefused() throws IOException {
        try (VarCharVector words = new VarCharVector("values", allocator);
                VarCharVector text = new VarCharVector("values", allocator)) {
            words.allocateNew();
            words.setSafe(0, new byte[] {'a'});
            words.setValueCount(1);
            text.allocateNew();
            text.setSafe(0, new byte[] {'a'});
            text.setValueCount(1);
            Dictionary dictionary = new Dictionary(words, new DictionaryEncoding(1, false, null));
            try (IntVector encoded = (IntVector) DictionaryEncoder.encode(text, dictionary);
                    ArrowStreamWriter writer = new ArrowStreamWriter(
                            VectorSchemaRoot.of(encoded),
                            new MapDictionaryProvider(dictionary),
                            Channels.newChannel(out))) {
                writer.start();
                writer.writeBatch();
                writer.end();
            }
        }

        assertRefused("dictionary");
    }

    @Test
    void compressedBodiesAreRefused() throws IOException {
        try (Float4Vector values = values("values", 3)) {
            VectorSchemaRoot root = VectorSchemaRoot.of(values);
            WriteChannel channel = new WriteChannel(Channels.newChannel(out));
            MessageSerializer.serialize(channel, root.getSchema());
            try (ArrowRecordBatch plain = new VectorUnloader(root).getRecordBatch();
                    ArrowRecordBatch marked = new ArrowRecordBatch(
                            3,
                            plain.getNodes(),
                            List.copyOf(plain.getBuffers()),
                            new ArrowBodyCompression(CompressionType.LZ4_FRAME, BodyCompressionMethod.BUFFER))) {
                MessageSerializer.serialize(channel, marked);
            }
            ArrowStreamWriter.writeEndOfStream(channel, new org.apache.arrow.vector.ipc.message.IpcOption());
        }

        assertRefused("compressed");
    }

    private void assertRefused(String reason) {
        ByteBuffer stream = ByteBuffer.wrap(out.toByteArray());
        assertThatThrownBy(() -> ArrowCodecs.decodeFloats(Codec.F32, stream, 3, new float[3], 0))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(reason);
    }

    private Float4Vector values(String name, int count) {
        Float4Vector values = new Float4Vector(name, allocator);
        values.allocateNew(count);
        for (int i = 0; i < count; i++) {
            values.set(i, i);
        }
        values.setValueCount(count);
        return values;
    }

    private void write(Float4Vector values, int batches) throws IOException {
        try (ArrowStreamWriter writer =
                new ArrowStreamWriter(VectorSchemaRoot.of(values), null, Channels.newChannel(out))) {
            writer.start();
            for (int i = 0; i < batches; i++) {
                writer.writeBatch();
            }
            writer.end();
        }
    }
}
