package io.weir.cli.command.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportFormatTest {
    @TempDir
    Path directory;

    @Test
    void arrowFileHasARowForEachTensor() throws Exception {
        Path file = directory.resolve("model.arrow");

        ExportFormat.ARROW.write(Models.small(), file);

        try (BufferAllocator allocator = new RootAllocator();
                FileChannel channel = FileChannel.open(file);
                ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(root.getRowCount()).isEqualTo(3);
            assertThat(root.getVector("name").getObject(0)).hasToString("dense0.weight");
            assertThat(root.getVector("role").getObject(2)).hasToString("FROZEN");
            assertThat(root.getVector("shape").getObject(0)).isEqualTo(List.of(2, 3));
            assertThat(root.getVector("values").getObject(0)).isEqualTo(List.of(1.5f, -2f, 3.25f, 4f, 5f, -6f));
            assertThat(root.getVector("values").getObject(1)).isEqualTo(List.of(Float.MIN_VALUE, 0.1f));
            assertThat(root.getSchema().getCustomMetadata()).isEqualTo(Map.of("weir.version", "7"));
        }
    }

    @Test
    void csvReadsBackToTheSameFloats() throws Exception {
        Path file = directory.resolve("model.csv");

        ExportFormat.CSV.write(Models.named("a \"b\", c"), file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .startsWith("tensor,index,value", "\"a \"\"b\"\", c\",0,1.5")
                .contains("bias,1,0.1")
                .hasSize(10);
        List<Integer> bits = lines.stream()
                .skip(1)
                .map(line -> Float.floatToRawIntBits(Float.parseFloat(line.substring(line.lastIndexOf(',') + 1))))
                .toList();
        assertThat(bits).containsExactlyElementsOf(bits(Models.PARAMETERS));
    }

    private static List<Integer> bits(float[] values) {
        return Stream.iterate(0, i -> i < values.length, i -> i + 1)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void fileIsWrittenIntoANewDirectoryAndNothingElseStays(ExportFormat format) throws Exception {
        Path file = directory.resolve("new/model");

        format.write(Models.small(), file);

        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void failedExportLeavesTheOldFileAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("model.npz"), "before");

        assertThatThrownBy(() -> ExportFormat.NPZ.write(Models.named("../x"), file))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }
}
