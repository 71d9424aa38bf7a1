package io.weir.cli.command.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
    /** An array as NEP 1 describes it: magic, version, header length, header, numbers. */
    private record Npy(String header, float[] values, int dataOffset) {
        static Npy parse(byte[] content) {
            ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[6];
            bytes.get(magic);
            assertThat(magic).isEqualTo(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'});
            assertThat(bytes.getShort()).isEqualTo((short) 1);
            byte[] header = new byte[bytes.getShort()];
            bytes.get(header);
            int dataOffset = bytes.position();
            float[] values = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(values);
            return new Npy(new String(header, StandardCharsets.US_ASCII), values, dataOffset);
        }
    }

    private static byte[] write(NamedTensors model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpzFile.write(model, out);
        return out.toByteArray();
    }

    private static Map<String, Npy> read(byte[] archive) throws IOException {
        Map<String, Npy> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName(), Npy.parse(zip.readAllBytes()));
            }
        }
        return arrays;
    }

    @Test
    void everyTensorIsAnArrayOfItsNameShapeAndBits() throws Exception {
        Map<String, Npy> arrays = read(write(Models.small()));

        assertThat(arrays.keySet()).containsExactly("dense0.weight.npy", "bias.npy", "scale.npy");
        assertThat(arrays.get("dense0.weight.npy").values()).containsExactly(1.5f, -2f, 3.25f, 4f, 5f, -6f);
        assertThat(arrays.get("bias.npy").values()).containsExactly(Float.MIN_VALUE, 0.1f);
        assertThat(Float.floatToRawIntBits(arrays.get("scale.npy").values()[0])).isEqualTo(0x80000000);
        assertThat(arrays.get("dense0.weight.npy").header())
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        assertThat(arrays.get("bias.npy").header()).contains("'shape': (2,), }");
    }

    @Test
    void headerEndsWithANewlineAtAMultipleOf64Bytes() throws Exception {
        Map<String, Npy> arrays = read(write(Models.small()));

        assertThat(arrays.values()).allSatisfy(array -> {
            assertThat(array.dataOffset() % 64).isZero();
            assertThat(array.header()).endsWith("\n");
        });
    }

    @Test
    void sameModelGivesTheSameBytes() throws Exception {
        assertThat(write(Models.small())).isEqualTo(write(Models.small()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "/etc/passwd", "a/../../b", "a\\b", "line\nbreak"})
    void nameThatWouldLeaveTheDirectoryIsRefused(String name) {
        assertThatThrownBy(() -> write(Models.named(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("arrow or csv");
    }
}
