package io.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.wire.Codec;
import io.weir.wire.RoundTopicMarker;
import io.weir.wire.UpdateChunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Records of older and newer writers become today's classes. */
class SchemaResolutionTest {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final WeirDeserializer deserializer = new WeirDeserializer(registry);

    @Test
    void fieldsOfANewerWriterAreSkipped() throws IOException {
        Schema newer = parse("""
                {"type":"record","name":"RoundTopicMarker","namespace":"io.weir.wire","fields":[
                 {"name":"notes","type":{"type":"array","items":"string"},"default":[]},
                 {"name":"federation","type":"string"},
                 {"name":"extra","type":["null","bytes"],"default":null},
                 {"name":"round","type":"long"}]}""");
        GenericRecord written = new GenericData.Record(newer);
        written.put("notes", java.util.List.of("a", "b"));
        written.put("federation", "fraud");
        written.put("extra", ByteBuffer.wrap(new byte[10_000]));
        written.put("round", 9L);

        Object read = deserializer.deserialize("topic", frame(newer, written));

        assertThat(read).isEqualTo(new RoundTopicMarker("fraud", 9L));
    }

    @Test
    void anEnumSymbolOfANewerWriterBecomesUnknown() throws IOException {
        Schema newer = parse(UpdateChunk.getClassSchema().toString().replace("\"RLWE\"", "\"RLWE\",\"FUTURE\""));
        GenericRecord written = new GenericData.Record(newer);
        UpdateChunk sample = SampleRecords.updateChunk(Codec.F32);
        for (Schema.Field field : newer.getFields()) {
            written.put(field.pos(), sample.get(field.pos()));
        }
        written.put("codec", new GenericData.EnumSymbol(newer.getField("codec").schema(), "FUTURE"));

        UpdateChunk read = (UpdateChunk) deserializer.deserialize("topic", frame(newer, written));

        assertThat(read.getCodec()).isEqualTo(Codec.UNKNOWN);
        assertThat(read.getPayload()).isEqualTo(sample.getPayload());
    }

    @Test
    void classNamesInAWritersSchemaAreIgnored() throws IOException {
        Schema hostile = parse("""
                {"type":"record","name":"RoundTopicMarker","namespace":"io.weir.wire","fields":[
                 {"name":"federation","type":{"type":"string","java-class":"java.net.URL"}},
                 {"name":"round","type":"long"}]}""");
        GenericRecord written = new GenericData.Record(hostile);
        written.put("federation", "fraud");
        written.put("round", 1L);

        Object read = deserializer.deserialize("topic", frame(hostile, written));

        assertThat(read).isEqualTo(new RoundTopicMarker("fraud", 1L));
    }

    private byte[] frame(Schema schema, GenericRecord record) throws IOException {
        int id = registry.register("subject-" + schema.hashCode(), schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
