package io.weir.schemas.serde;

import io.weir.schemas.registry.HttpSchemaRegistry;
import io.weir.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** {@link WeirSerializer} and {@link WeirDeserializer} over one registry client, so that they share its caches. Thread-safe. */
public final class WeirSerde implements Serde<SpecificRecord> {
    private Optional<SchemaRegistry> registry;
    private WeirSerializer serializer;
    private WeirDeserializer deserializer;

    /** For Kafka, which calls {@link #configure} next. */
    public WeirSerde() {
        registry = Optional.empty();
        serializer = new WeirSerializer();
        deserializer = new WeirDeserializer();
    }

    public WeirSerde(SchemaRegistry registry) {
        use(registry);
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        if (registry.isEmpty()) {
            use(HttpSchemaRegistry.from(properties));
        }
        serializer.configure(properties, isKey);
        deserializer.configure(properties, isKey);
    }

    @Override
    public Serializer<SpecificRecord> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<SpecificRecord> deserializer() {
        return deserializer;
    }

    private void use(SchemaRegistry registry) {
        this.registry = Optional.of(registry);
        this.serializer = new WeirSerializer(registry);
        this.deserializer = new WeirDeserializer(registry);
    }
}
