package io.weir.schemas.golden;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.registry.SchemaRegistry;
import io.weir.schemas.serde.SampleRecords;
import io.weir.schemas.serde.WeirSerializer;
import io.weir.wire.Codec;
import io.weir.wire.UpdateChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * The wire as it was when version 1 was released: schemas, and values of records as bytes.
 *
 * <p>{@code index.txt} lists the record types; the schema in line n has id n in the values' frames.
 */
final class GoldenFiles {
    static final Path V1 = Path.of("src", "test", "resources", "golden", "v1");

    private static final String INDEX = "index.txt";

    private GoldenFiles() {}

    /** What the value files hold, by file name. */
    static Map<String, SpecificRecord> expected() {
        Map<String, SpecificRecord> records = new LinkedHashMap<>();
        records.put("UpdateChunk-F32.bin", SampleRecords.updateChunk(Codec.F32));
        records.put("UpdateChunk-F16.bin", SampleRecords.updateChunk(Codec.F16));
        records.put("UpdateChunk-BF16.bin", SampleRecords.updateChunk(Codec.BF16));
        records.put("UpdateChunk-INT8.bin", SampleRecords.updateChunk(Codec.INT8));
        records.put("UpdateCommit.bin", SampleRecords.updateCommit());
        records.put("ModelChunk.bin", SampleRecords.modelChunk());
        records.put("ModelHead.bin", SampleRecords.modelHead());
        records.put("RoundOpened.bin", SampleRecords.roundOpened());
        return records;
    }

    /** The golden schemas under the ids of the golden values. */
    static SchemaRegistry registry() throws IOException {
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        for (Schema schema : schemas()) {
            registry.register(schema.getFullName(), schema);
        }
        return registry;
    }

    static List<Schema> schemas() throws IOException {
        List<Schema> schemas = new ArrayList<>();
        for (String name : Files.readAllLines(V1.resolve(INDEX))) {
            schemas.add(new Schema.Parser().parse(Files.readString(V1.resolve(name + ".avsc"))));
        }
        return schemas;
    }

    /** Today's generated records, by simple name. */
    static Map<String, Schema> today() {
        try {
            Path classes = Path.of(
                            UpdateChunk.class.getResource("UpdateChunk.class").toURI())
                    .getParent();
            try (Stream<Path> files = Files.list(classes)) {
                Map<String, Schema> schemas = new LinkedHashMap<>();
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.contains("$"))
                        .map(name -> name.substring(0, name.length() - ".class".length()))
                        .sorted()
                        .forEach(name -> load(name, schemas));
                return schemas;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void load(String name, Map<String, Schema> schemas) {
        try {
            Class<?> type = Class.forName(UpdateChunk.class.getPackageName() + "." + name);
            if (SpecificRecordBase.class.isAssignableFrom(type)) {
                schemas.put(name, SpecificData.get().getSchema(type));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pretty(Schema schema) throws IOException {
        return new ObjectMapper().readTree(schema.toString()).toPrettyString() + "\n";
    }

    /** Makes today's wire the golden one. Only before version 1 is released. */
    static void write() throws IOException {
        Files.createDirectories(V1);
        Map<String, Schema> schemas = today();
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        for (Map.Entry<String, Schema> entry : schemas.entrySet()) {
            Files.writeString(V1.resolve(entry.getKey() + ".avsc"), pretty(entry.getValue()));
            registry.register(entry.getValue().getFullName(), entry.getValue());
        }
        Files.write(V1.resolve(INDEX), schemas.keySet(), StandardCharsets.UTF_8);
        try (WeirSerializer serializer = new WeirSerializer(registry)) {
            for (Map.Entry<String, SpecificRecord> entry : expected().entrySet()) {
                Files.write(V1.resolve(entry.getKey()), serializer.serialize("golden", entry.getValue()));
            }
        }
    }
}
