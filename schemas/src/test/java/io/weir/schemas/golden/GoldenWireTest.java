package io.weir.schemas.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.serde.SampleRecords;
import io.weir.schemas.serde.WeirDeserializer;
import io.weir.wire.UpdateChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Released wire versions stay readable, and today's schemas stay compatible with them.
 *
 * <p>Until version 1 is released, {@code -Dweir.golden.write=true} renews the files after an intended change.
 */
class GoldenWireTest {

    @BeforeAll
    static void renewIfAsked() throws IOException {
        if (Boolean.getBoolean("weir.golden.write")) {
            GoldenFiles.write();
        }
    }

    static Set<String> values() {
        return GoldenFiles.expected().keySet();
    }

    static List<String> chunks() {
        return values().stream().filter(name -> name.startsWith("UpdateChunk")).toList();
    }

    static List<Schema> schemas() throws IOException {
        return GoldenFiles.schemas();
    }

    @ParameterizedTest
    @MethodSource("values")
    void goldenValuesAreReadAsTheyWereWritten(String file) throws IOException {
        SpecificRecord record = read(file);

        assertThat(record).isEqualTo(GoldenFiles.expected().get(file));
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void goldenPayloadsHoldTheirNumbers(String file) throws IOException {
        UpdateChunk chunk = (UpdateChunk) read(file);
        float[] decoded = new float[SampleRecords.CHUNK_PARAMETERS];

        ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), decoded, 0);

        // The coarsest of the codecs, INT8, is off by half of 1/127 at most.
        assertThat(decoded).containsExactly(SampleRecords.values(), within(1f / 254));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void todaysSchemasReadAndAreReadByTheGoldenOnes(Schema golden) {
        SchemaValidator fullTransitive =
                new SchemaValidatorBuilder().mutualReadStrategy().validateAll();
        Schema today = GoldenFiles.today().get(golden.getName());

        assertThat(today)
                .as("record type %s must not disappear", golden.getName())
                .isNotNull();
        assertThatCode(() -> fullTransitive.validate(today, List.of(golden))).doesNotThrowAnyException();
    }

    @Test
    void everyRecordTypeHasAGoldenSchema() throws IOException {
        Map<String, Schema> today = GoldenFiles.today();

        assertThat(schemas().stream().map(Schema::getName).collect(Collectors.toSet()))
                .containsAll(today.keySet());
    }

    private static SpecificRecord read(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(GoldenFiles.V1.resolve(file));
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isPositive();
        try (WeirDeserializer deserializer = new WeirDeserializer(GoldenFiles.registry())) {
            return deserializer.deserialize("golden", bytes);
        }
    }
}
