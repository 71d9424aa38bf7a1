package io.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.registry.RegistryException;
import io.weir.wire.Codec;
import io.weir.wire.UpdateCommit;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRecordTest {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final WeirSerializer serializer = new WeirSerializer(registry);
    private final WeirDeserializer deserializer = new WeirDeserializer(registry);

    @ParameterizedTest
    @MethodSource("io.weir.schemas.serde.WeirSerdeTest#samples")
    void everyTruncationIsRefused(SpecificRecord record) {
        byte[] bytes = serializer.serialize("topic", record);

        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> deserializer.deserialize("topic", truncated))
                    .as("first %d bytes", length)
                    .isInstanceOfAny(NotFramedException.class, MalformedRecordException.class);
        }
    }

    /** Every value of every byte after the frame: a record or a SerializationException, and never much memory. */
    @Test
    void anyChangedByteIsReadOrRefused() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long worstBytes = 0;
        for (SpecificRecord record : WeirSerdeTest.samples()) {
            byte[] bytes = serializer.serialize("topic", record);
            for (int at = 5; at < Math.min(bytes.length, 700); at++) {
                byte original = bytes[at];
                for (int value = 0; value < 256; value++) {
                    bytes[at] = (byte) value;
                    long before = threads.getCurrentThreadAllocatedBytes();
                    readOrRefuse(bytes);
                    worstBytes = Math.max(worstBytes, threads.getCurrentThreadAllocatedBytes() - before);
                }
                bytes[at] = original;
            }
        }

        assertThat(worstBytes).isLessThan(5_000_000);
    }

    @Test
    void aLengthBeyondTheRecordIsRefusedBeforeMemoryIsTaken() {
        byte[] bytes = serializer.serialize("topic", SampleRecords.updateChunk(Codec.F32));
        // The first field is a string; make it claim 2^31 - 9 bytes (zigzag varint).
        byte[] hostile = Arrays.copyOf(bytes, bytes.length);
        System.arraycopy(new byte[] {(byte) 0xEE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F}, 0, hostile, 5, 5);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> deserializer.deserialize("topic", hostile))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("claims 2147483639 bytes");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
    }

    @Test
    void bytesAfterTheRecordAreRefused() {
        byte[] bytes = serializer.serialize("topic", SampleRecords.updateCommit());

        assertThatThrownBy(() -> deserializer.deserialize("topic", Arrays.copyOf(bytes, bytes.length + 3)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("3 bytes after its record");
    }

    @Test
    void aValueWithoutFrameIsRefusedWithAdvice() {
        byte[] json = "{\"round\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThatThrownBy(() -> deserializer.deserialize("weir.fraud.rounds", json))
                .isInstanceOf(NotFramedException.class)
                .hasMessageContaining("weir.fraud.rounds does not start with magic byte 0")
                .hasMessageContaining("schema registry");
    }

    @Test
    void anUnknownIdIsRefused() {
        assertThatThrownBy(() -> deserializer.deserialize("topic", framed(999)))
                .isInstanceOf(RegistryException.class)
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("999");
    }

    /** None of these names may make a class load. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.util.ArrayList",
                "io.weir.schemas.serde.WeirSerde",
                "io.weir.wire.sub.UpdateChunk",
                "com.bank.Payment",
                "NoNamespace"
            })
    void recordsOfOtherPackagesAreRefused(String fullName) {
        int id = registry.register(fullName, record(fullName));

        assertThatThrownBy(() -> deserializer.deserialize("topic", framed(id)))
                .isInstanceOf(UnknownRecordException.class)
                .hasMessageContaining(fullName + " is not one of Weir's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.weir.wire.FromTheFuture", "io.weir.wire.Codec"})
    void recordsThatThisVersionDoesNotHaveAreRefused(String fullName) {
        int id = registry.register(fullName, record(fullName));

        assertThatThrownBy(() -> deserializer.deserialize("topic", framed(id)))
                .isInstanceOf(UnknownRecordException.class)
                .hasMessageContaining("does not know record type " + fullName);
    }

    @Test
    void aSchemaThatCannotBeResolvedIsRefused() {
        Schema schema = SchemaBuilder.record(UpdateCommit.class.getName())
                .fields()
                .requiredLong("federation")
                .endRecord();
        int id = registry.register("whatever", schema);

        assertThatThrownBy(() -> deserializer.deserialize("topic", framed(id)))
                .isInstanceOfAny(UnknownRecordException.class, MalformedRecordException.class);
    }

    @Test
    void recursiveSchemasAreRefused() {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"RoundTopicMarker","namespace":"io.weir.wire","fields":[
                 {"name":"federation","type":"string"},{"name":"round","type":"long"},
                 {"name":"next","type":["null","RoundTopicMarker"],"default":null}]}""");
        int id = registry.register("whatever", schema);

        assertThatThrownBy(() -> deserializer.deserialize("topic", framed(id)))
                .isInstanceOf(UnknownRecordException.class)
                .hasMessageContaining("recursive");
    }

    /** A block of a million nulls takes three bytes; many of them would take hours to skip. */
    @Test
    void itemsWithoutBytesAreLimitedByTheSizeOfTheRecord() {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"RoundTopicMarker","namespace":"io.weir.wire","fields":[
                 {"name":"nothing","type":{"type":"array","items":"null"}},
                 {"name":"federation","type":"string"},{"name":"round","type":"long"}]}""");
        int id = registry.register("whatever", schema);
        ByteBuffer hostile = ByteBuffer.allocate(900_005).put((byte) 0).putInt(id);
        while (hostile.hasRemaining()) {
            // zigzag varint of 500,000
            hostile.put((byte) 0xC0).put((byte) 0x84).put((byte) 0x3D);
        }

        assertThatThrownBy(() -> deserializer.deserialize("topic", hostile.array()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("a block claims 500000 items");
    }

    private void readOrRefuse(byte[] bytes) {
        try {
            deserializer.deserialize("topic", bytes);
        } catch (SerializationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static Schema record(String fullName) {
        return SchemaBuilder.record(fullName).fields().requiredLong("x").endRecord();
    }

    private static byte[] framed(int id) {
        return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 2).array();
    }
}
