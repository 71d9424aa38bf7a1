package io.weir.schemas.serde;

import io.weir.schemas.registry.HttpSchemaRegistry;
import io.weir.schemas.registry.RegistryConfig;
import io.weir.schemas.registry.SchemaRegistry;
import io.weir.schemas.serde.internal.ExactOutput;
import io.weir.schemas.serde.internal.WireFrame;
import io.weir.schemas.serde.internal.WireTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Weir's records in Confluent's frame. The subject is the record's full name (RecordNameStrategy). Null becomes null.
 *
 * <p>Settings: those of {@link RegistryConfig}. Thread-safe once configured. Throws {@link UnknownRecordException} for records
 * that are not Weir's, {@link MalformedRecordException} for records with a field missing, and what {@link SchemaRegistry} throws.
 */
public final class WeirSerializer implements Serializer<SpecificRecord> {
    private final Map<Class<?>, Writer> writers = new ConcurrentHashMap<>();
    private volatile SchemaRegistry registry;
    private volatile boolean autoRegister = true;

    private record Writer(int id, DatumWriter<SpecificRecord> datum) {}

    /** For Kafka, which calls {@link #configure} next. */
    public WeirSerializer() {}

    public WeirSerializer(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        if (registry == null) {
            RegistryConfig config = RegistryConfig.from(properties);
            registry = new HttpSchemaRegistry(config);
            autoRegister = config.autoRegister();
        } else {
            autoRegister = RegistryConfig.autoRegister(properties);
        }
    }

    @Override
    public byte[] serialize(String topic, SpecificRecord value) {
        if (value == null) {
            return null;
        }
        Writer writer = writers.get(value.getClass());
        if (writer == null) {
            writer = writer(value.getSchema());
            writers.put(value.getClass(), writer);
        }
        try {
            ExactOutput out = new ExactOutput();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.datum().write(value, encoder);
            byte[] bytes = out.keep(WireFrame.BYTES);
            ByteBuffer.wrap(bytes).put(WireFrame.MAGIC).putInt(writer.id());
            writer.datum().write(value, encoder);
            if (!out.isFull()) {
                throw new MalformedRecordException("record " + value.getSchema().getFullName()
                        + " changed while it was written; do not share records between threads");
            }
            return bytes;
        } catch (IOException | ArrayIndexOutOfBoundsException | NullPointerException | ClassCastException e) {
            throw malformed(value, e);
        } catch (org.apache.avro.AvroRuntimeException e) {
            throw malformed(value, e);
        }
    }

    private Writer writer(Schema schema) {
        WireTypes.recordClass(schema);
        if (registry == null) {
            throw new IllegalStateException("configure() must be called before the first record");
        }
        int id = autoRegister
                ? registry.register(schema.getFullName(), schema)
                : registry.lookup(schema.getFullName(), schema);
        return new Writer(id, new SpecificDatumWriter<>(schema));
    }

    private static MalformedRecordException malformed(SpecificRecord value, Exception cause) {
        return new MalformedRecordException(
                "a record of type " + value.getSchema().getFullName() + " cannot be written: " + cause.getMessage(),
                cause);
    }
}
