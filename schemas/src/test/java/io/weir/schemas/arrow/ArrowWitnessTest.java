package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.wire.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arrow's own library reads what we write, and we read what it writes. */
class ArrowWitnessTest {
    private final BufferAllocator allocator = new RootAllocator();

    /** Fails if anything leaked. */
    @AfterEach
    void closeAllocator() {
        allocator.close();
    }

    @Test
    void arrowReadsFloat32() throws IOException {
        byte[] payload = ArrowCodecs.encodeFloats(Codec.F32, new float[] {1.5f, -2, 3e30f}, 0, 3);

        read(payload, root -> {
            Float4Vector values = (Float4Vector) root.getVector("values");
            assertThat(root.getRowCount()).isEqualTo(3);
            assertThat(List.of(values.get(0), values.get(1), values.get(2))).containsExactly(1.5f, -2f, 3e30f);
            assertThat(values.getNullCount()).isZero();
        });
    }

    @Test
    void arrowReadsFloat16() throws IOException {
        byte[] payload = ArrowCodecs.encodeFloats(Codec.F16, new float[] {1.5f, -0.25f}, 0, 2);

        read(payload, root -> {
            Float2Vector values = (Float2Vector) root.getVector("values");
            assertThat(List.of(values.getValueAsFloat(0), values.getValueAsFloat(1)))
                    .containsExactly(1.5f, -0.25f);
        });
    }

    @Test
    void arrowReadsBrainFloatsAsUnsignedShortsThatAreMarked() throws IOException {
        byte[] payload = ArrowCodecs.encodeFloats(Codec.BF16, new float[] {1f, -2f}, 0, 2);

        read(payload, root -> {
            UInt2Vector values = (UInt2Vector) root.getVector("values");
            assertThat(values.getField().getMetadata()).containsEntry("weir.codec", "BF16");
            assertThat((int) values.get(0)).isEqualTo(0x3F80);
            assertThat((int) values.get(1)).isEqualTo(0xC000);
        });
    }

    @Test
    void arrowReadsInt8AsListsWithOneScaleEach() throws IOException {
        float[] numbers = new float[257];
        numbers[0] = 254;
        numbers[1] = -2;
        numbers[256] = 12.7f;
        byte[] payload = ArrowCodecs.encodeFloats(Codec.INT8, numbers, 0, 257);

        read(payload, root -> {
            FixedSizeListVector lists = (FixedSizeListVector) root.getVector("values");
            TinyIntVector values = (TinyIntVector) lists.getDataVector();
            Float4Vector scales = (Float4Vector) root.getVector("scale");
            assertThat(root.getRowCount()).isEqualTo(2);
            assertThat(lists.getListSize()).isEqualTo(256);
            assertThat(List.of(values.get(0), values.get(1), values.get(256)))
                    .containsExactly((byte) 127, (byte) -1, (byte) 127);
            assertThat(scales.get(0)).isEqualTo(2f);
            assertThat(scales.get(1)).isEqualTo(0.1f);
        });
    }

    @Test
    void arrowReadsSums() throws IOException {
        byte[] payload = ArrowCodecs.encodeLongs(new long[] {Long.MIN_VALUE, 7}, 0, 2);

        read(payload, root -> {
            BigIntVector sums = (BigIntVector) root.getVector("sums");
            assertThat(List.of(sums.get(0), sums.get(1))).containsExactly(Long.MIN_VALUE, 7L);
        });
    }

    @Test
    void weReadWhatArrowWritesWithValidityBitmaps() throws IOException {
        byte[] stream;
        try (Float4Vector values = new Float4Vector("values", allocator)) {
            values.allocateNew(100);
            for (int i = 0; i < 100; i++) {
                values.set(i, i * 0.5f);
            }
            values.setValueCount(100);
            stream = write(values);
        }
        float[] decoded = new float[100];

        ArrowCodecs.decodeFloats(Codec.F32, ByteBuffer.wrap(stream), 100, decoded, 0);

        assertThat(decoded[99]).isEqualTo(49.5f);
        assertThat(decoded[1]).isEqualTo(0.5f);
    }

    @Test
    void weReadInt8ListsThatArrowWrites() throws IOException {
        byte[] stream;
        try (FixedSizeListVector lists = FixedSizeListVector.empty("values", 256, allocator);
                Float4Vector scales = new Float4Vector("scale", allocator)) {
            lists.addOrGetVector(FieldType.nullable(new ArrowType.Int(8, true)));
            lists.allocateNew();
            TinyIntVector values = (TinyIntVector) lists.getDataVector();
            values.allocateNew(256);
            for (int i = 0; i < 256; i++) {
                values.set(i, i < 3 ? i - 1 : 0);
            }
            values.setValueCount(256);
            lists.setNotNull(0);
            lists.setValueCount(1);
            scales.allocateNew(1);
            scales.set(0, 4f);
            scales.setValueCount(1);
            stream = write(lists, scales);
        }
        float[] decoded = new float[3];

        ArrowCodecs.decodeFloats(Codec.INT8, ByteBuffer.wrap(stream), 3, decoded, 0);

        assertThat(decoded).containsExactly(-4, 0, 4);
    }

    private interface Check {
        void accept(VectorSchemaRoot root);
    }

    private void read(byte[] payload, Check check) throws IOException {
        try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(payload), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            check.accept(reader.getVectorSchemaRoot());
            assertThat(reader.loadNextBatch()).isFalse();
            assertThat(reader.bytesRead()).isEqualTo(payload.length);
        }
    }

    private static byte[] write(FieldVector... vectors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The vectors are closed by their owner.
        VectorSchemaRoot root = VectorSchemaRoot.of(vectors);
        try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
            writer.start();
            writer.writeBatch();
            writer.end();
        }
        return out.toByteArray();
    }
}
