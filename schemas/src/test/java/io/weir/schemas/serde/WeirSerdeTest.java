package io.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.registry.RegistryException;
import io.weir.wire.Codec;
import io.weir.wire.RoundTopicMarker;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeirSerdeTest {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final WeirSerde serde = new WeirSerde(registry);

    static List<SpecificRecord> samples() {
        return List.of(
                SampleRecords.updateChunk(Codec.F32),
                SampleRecords.updateChunk(Codec.INT8),
                SampleRecords.updateCommit(),
                SampleRecords.modelChunk(),
                SampleRecords.modelHead(),
                SampleRecords.roundOpened(),
                new RoundTopicMarker("", 0L));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void recordsReturnAsTheyWere(SpecificRecord record) {
        byte[] bytes = serde.serializer().serialize("topic", record);

        assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(record);
    }

    @Test
    void tombstonesStayNull() {
        assertThat(serde.serializer().serialize("topic", null)).isNull();
        assertThat(serde.deserializer().deserialize("topic", (byte[]) null)).isNull();
    }

    @Test
    void theFrameIsMagicByteAndIdOfTheSubjectNamedLikeTheRecord() {
        byte[] bytes = serde.serializer().serialize("topic", SampleRecords.updateCommit());

        int id = registry.lookup("io.weir.wire.UpdateCommit", UpdateCommit.getClassSchema());
        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id);
    }

    @Test
    void avrosOwnGenericReaderReadsTheBytes() throws IOException {
        UpdateChunk chunk = SampleRecords.updateChunk(Codec.F32);

        byte[] bytes = serde.serializer().serialize("topic", chunk);

        GenericRecord record = new GenericDatumReader<GenericRecord>(UpdateChunk.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        assertThat(record.get("payload")).isEqualTo(chunk.getPayload());
        assertThat(record.get("participant")).hasToString("bank-1");
    }

    @Test
    void longPayloadsAreViewsAndShortBytesAreCopies() {
        UpdateChunk large = SampleRecords.updateChunk(Codec.F32);
        large.put("payload", ByteBuffer.allocate(100_000));
        byte[] bytes = serde.serializer().serialize("topic", large);

        UpdateChunk read = (UpdateChunk) serde.deserializer().deserialize("topic", bytes);

        assertThat(read.getPayload().array()).isSameAs(bytes);
        assertThat(read.getSha256().array()).hasSize(32);
    }

    @Test
    void serializingDoesNotMoveTheBuffersOfTheRecord() {
        UpdateChunk chunk = SampleRecords.updateChunk(Codec.F32);
        int remaining = chunk.getPayload().remaining();

        serde.serializer().serialize("topic", chunk);

        assertThat(chunk.getPayload().remaining()).isEqualTo(remaining);
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(() -> serde.serializer().serialize("topic", new RoundTopicMarker()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("io.weir.wire.RoundTopicMarker cannot be written")
                .hasMessageContaining("federation");
    }

    @Test
    void withoutAutoRegistrationAnUnknownSchemaIsRefused() {
        WeirSerializer serializer = new WeirSerializer(registry);
        serializer.configure(Map.of("auto.register.schemas", "false"), false);

        assertThatThrownBy(() -> serializer.serialize("topic", SampleRecords.updateCommit()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("io.weir.wire.UpdateCommit");
    }

    @Test
    void oneSerdeServesManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        SpecificRecord record = samples().get(i % samples().size());
                        byte[] bytes = serde.serializer().serialize("topic", record);
                        return serde.deserializer().deserialize("topic", bytes).equals(record);
                    })
                    .toList();

            List<Future<Boolean>> results = threads.invokeAll(tasks);

            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
