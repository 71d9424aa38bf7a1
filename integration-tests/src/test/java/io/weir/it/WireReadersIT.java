package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.weir.cli.federation.Connection;
import io.weir.schemas.Keys;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.ModelChunk;
import io.weir.wire.UpdateChunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Others read what lies in the topics: Confluent's registry client, another Avro, Arrow's own reader, JavaScript, Apicurio. */
@ExtendWith(SharedCluster.class)
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireReadersIT {
    private static final String FEDERATION = "readers";

    private final Connection connection;

    @TempDir
    private static Path directory;

    private byte[] update;
    private byte[] model;

    WireReadersIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeAll
    void fillTopics() {
        Bank bankA = Bank.in(directory, "bank-a");
        Bank bankB = Bank.in(directory, "bank-b");
        try (TestFederation federation = new TestFederation(
                connection, FEDERATION, bankA.file(), List.of(bankA, bankB), settings -> settings.setRounds(1))) {
            federation.startAggregator(directory.resolve("aggregator"));
            federation.startPublisher();
            federation.start(bankA);
            federation.start(bankB);
            federation.awaitVersion(1);
            update = RawTopic.read(connection, federation.topics().roundUpdates(1))
                    .get(Keys.chunk("bank-a", 1));
            model = RawTopic.read(connection, federation.topics().models()).get(Keys.model(1, 0));
        }
    }

    private SpecificRecord ours(byte[] value) {
        try (Deserializer<SpecificRecord> deserializer = WeirSerdes.deserializer(connection.clientProperties())) {
            return deserializer.deserialize("topic", value);
        }
    }

    private float[] oursOf(UpdateChunk chunk) {
        float[] values = new float[chunk.getLength()];
        ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), values, 0);
        return values;
    }

    private float[] oursOf(ModelChunk chunk) {
        float[] values = new float[chunk.getLength()];
        ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), values, 0);
        return values;
    }

    @Test
    void confluentsClientAndArrowReadAnUpdate() throws IOException {
        UpdateChunk ours = (UpdateChunk) ours(update);

        GenericRecord theirs = generic(update);

        assertThat(theirs.getSchema().getFullName()).isEqualTo("io.weir.wire.UpdateChunk");
        assertThat(theirs.get("participant")).hasToString(ours.getParticipant());
        assertThat(theirs.get("round")).isEqualTo(ours.getRound());
        assertThat(theirs.get("weight")).isEqualTo(ours.getWeight());
        assertThat(arrow((ByteBuffer) theirs.get("payload")))
                .hasSizeGreaterThan(1)
                .containsExactly(oursOf(ours));
    }

    @Test
    void confluentsClientAndArrowReadAModel() throws IOException {
        ModelChunk ours = (ModelChunk) ours(model);

        GenericRecord theirs = generic(model);

        assertThat(theirs.getSchema().getFullName()).isEqualTo("io.weir.wire.ModelChunk");
        assertThat(theirs.get("version")).isEqualTo(1L);
        assertThat(theirs.get("chunkCount")).isEqualTo(ours.getChunkCount());
        assertThat(arrow((ByteBuffer) theirs.get("payload")))
                .hasSizeGreaterThan(1)
                .containsExactly(oursOf(ours));
    }

    /** By Confluent's registry client and Avro 1.11, both relocated into Flink's jar. */
    private GenericRecord generic(byte[] value) throws IOException {
        try (CachedSchemaRegistryClient registry = new CachedSchemaRegistryClient(connection.schemaRegistryUrl(), 10);
                InputStream in = new ByteArrayInputStream(value)) {
            Schema writer = new ConfluentSchemaRegistryCoder(registry).readSchema(in);
            return new GenericDatumReader<GenericRecord>(writer)
                    .read(null, DecoderFactory.get().binaryDecoder(in, null));
        }
    }

    private static float[] arrow(ByteBuffer payload) throws IOException {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            Float4Vector vector = (Float4Vector) reader.getVectorSchemaRoot().getVector("values");
            float[] values = new float[vector.getValueCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = vector.get(i);
            }
            assertThat(reader.loadNextBatch()).isFalse();
            return values;
        }
    }

    @Test
    void javaScriptReadsBoth() throws IOException, InterruptedException {
        Node node = Node.withPackages(directory.resolve("node"), "apache-arrow@21.1.0", "avsc@5.7.9");
        Path updateFile = Files.write(directory.resolve("update.bin"), update);
        Path modelFile = Files.write(directory.resolve("model.bin"), model);

        JsonNode readUpdate = node.run("read-record.cjs", connection.schemaRegistryUrl(), updateFile.toString());
        JsonNode readModel = node.run("read-record.cjs", connection.schemaRegistryUrl(), modelFile.toString());

        assertThat(readUpdate.path("type").asText()).isEqualTo("io.weir.wire.UpdateChunk");
        assertThat(readUpdate.path("federation").asText()).isEqualTo(FEDERATION);
        assertThat(floats(readUpdate)).containsExactly(oursOf((UpdateChunk) ours(update)));
        assertThat(readModel.path("type").asText()).isEqualTo("io.weir.wire.ModelChunk");
        assertThat(floats(readModel)).containsExactly(oursOf((ModelChunk) ours(model)));
    }

    private static float[] floats(JsonNode document) {
        List<Float> values = new ArrayList<>();
        document.path("values").forEach(value -> values.add((float) value.asDouble()));
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    @Test
    void apicuriosDeserializerReadsWhatLiesInTheTopic() {
        try (Deserializer<SpecificRecord> apicurio = WeirSerdes.deserializer(apicurio())) {
            assertThat(apicurio.deserialize("topic", update)).isEqualTo(ours(update));
            assertThat(apicurio.deserialize("topic", model)).isEqualTo(ours(model));
        }
    }

    @Test
    void apicuriosSerializerWritesWhatWeRead() {
        SpecificRecord record = ours(update);
        try (Serializer<SpecificRecord> apicurio = WeirSerdes.serializer(apicurio())) {
            byte[] theirs = apicurio.serialize("topic", record);

            assertThat(ours(theirs)).isEqualTo(record);
            assertThat(theirs).as("the same bytes, schema id included").isEqualTo(update);
        }
    }

    private Map<String, Object> apicurio() {
        Map<String, Object> properties = new HashMap<>(connection.clientProperties());
        properties.put(WeirSerdes.VALUE_SERIALIZER, AvroKafkaSerializer.class.getName());
        properties.put(WeirSerdes.VALUE_DESERIALIZER, AvroKafkaDeserializer.class.getName());
        return properties;
    }
}
