package io.weir.schemas.serde;

import io.weir.schemas.registry.HttpSchemaRegistry;
import io.weir.schemas.registry.SchemaRegistry;
import io.weir.schemas.registry.internal.BoundedCache;
import io.weir.schemas.serde.internal.StrictDecoder;
import io.weir.schemas.serde.internal.WireFrame;
import io.weir.schemas.serde.internal.WireTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Weir's records from Confluent's frame, resolved from the schema that they were written with. Null becomes null.
 *
 * <p>Fields of type {@code bytes} above 4 KiB are views of the array that was passed in, which must not change afterwards; use
 * their position and limit, not their {@code array()}. Settings: those of {@link io.weir.schemas.registry.RegistryConfig}.
 * Thread-safe once configured.
 *
 * <p>Throws {@link NotFramedException}, {@link MalformedRecordException}, {@link UnknownRecordException} and
 * {@link io.weir.schemas.registry.RegistryException} (unknown id) for values that no retry makes readable, all of them Kafka
 * {@code SerializationException}s; and {@link io.weir.schemas.registry.RegistryUnavailableException} when the registry, not the
 * value, is to blame.
 */
public final class WeirDeserializer implements Deserializer<SpecificRecord> {
    private static final int READERS_MAX = 1_000;

    private final BoundedCache<Integer, DatumReader<SpecificRecord>> readers = new BoundedCache<>(READERS_MAX);
    private volatile SchemaRegistry registry;

    /** For Kafka, which calls {@link #configure} next. */
    public WeirDeserializer() {}

    public WeirDeserializer(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        if (registry == null) {
            registry = HttpSchemaRegistry.from(properties);
        }
    }

    @Override
    public SpecificRecord deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        if (data.length < WireFrame.BYTES || data[0] != WireFrame.MAGIC) {
            throw new NotFramedException("a value of " + data.length + " bytes on topic " + topic
                    + " does not start with magic byte 0 and a schema id. Only serializers that use a schema registry"
                    + " in Confluent's format may write to this topic");
        }
        int id = ByteBuffer.wrap(data).getInt(1);
        DatumReader<SpecificRecord> reader = reader(id);
        StrictDecoder decoder = new StrictDecoder(data, WireFrame.BYTES);
        SpecificRecord record;
        try {
            record = reader.read(null, decoder);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | ClassCastException e) {
            throw new MalformedRecordException(
                    "a value of " + data.length + " bytes on topic " + topic + " is not a record of schema " + id + ": "
                            + e.getMessage(),
                    e);
        }
        if (decoder.remainingBytes() > 0) {
            throw new MalformedRecordException("a value on topic " + topic + " has " + decoder.remainingBytes()
                    + " bytes after its record of schema " + id);
        }
        return record;
    }

    private DatumReader<SpecificRecord> reader(int id) {
        Optional<DatumReader<SpecificRecord>> known = readers.get(id);
        if (known.isPresent()) {
            return known.get();
        }
        if (registry == null) {
            throw new IllegalStateException("configure() must be called before the first record");
        }
        DatumReader<SpecificRecord> reader = WireTypes.reader(id, registry.byId(id));
        readers.put(id, reader);
        return reader;
    }
}
