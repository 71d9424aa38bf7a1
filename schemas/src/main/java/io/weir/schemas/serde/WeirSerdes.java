package io.weir.schemas.serde;

import io.weir.schemas.serde.internal.CheckedDeserializer;
import io.weir.schemas.serde.internal.ForeignDefaults;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The serializer and deserializer that a configuration asks for: ours, or by class name any that puts Avro records into
 * Confluent's frame, such as {@code io.confluent.kafka.serializers.KafkaAvroSerializer} or
 * {@code io.apicurio.registry.serde.avro.AvroKafkaSerializer}. All properties are passed on; for these two libraries the ones
 * that Weir's format needs are set unless the configuration has them.
 */
public final class WeirSerdes {
    public static final String VALUE_SERIALIZER = "weir.value.serializer";
    public static final String VALUE_DESERIALIZER = "weir.value.deserializer";

    static {
        // Other libraries instantiate our records through Avro, too.
        WireTrust.install();
    }

    private WeirSerdes() {}

    /**
     * The serializer, configured.
     *
     * @throws ConfigException if the class is missing, is not a serializer, or does not accept the configuration
     */
    public static Serializer<SpecificRecord> serializer(Map<String, ?> properties) {
        String name = className(properties, VALUE_SERIALIZER, WeirSerializer.class);
        @SuppressWarnings("unchecked") // The class takes any record, or it is not one that Weir can use.
        Serializer<SpecificRecord> serializer = newInstance(VALUE_SERIALIZER, name, Serializer.class);
        serializer.configure(ForeignDefaults.apply(name, properties), false);
        return serializer;
    }

    /**
     * The deserializer, configured. It returns Weir's generated records and nothing else.
     *
     * @throws ConfigException if the class is missing, is not a deserializer, or does not accept the configuration
     */
    public static Deserializer<SpecificRecord> deserializer(Map<String, ?> properties) {
        String name = className(properties, VALUE_DESERIALIZER, WeirDeserializer.class);
        if (name.equals(WeirDeserializer.class.getName())) {
            WeirDeserializer ours = new WeirDeserializer();
            ours.configure(properties, false);
            return ours;
        }
        Deserializer<?> foreign = newInstance(VALUE_DESERIALIZER, name, Deserializer.class);
        foreign.configure(ForeignDefaults.apply(name, properties), false);
        return new CheckedDeserializer(foreign);
    }

    /** Both of them. */
    public static Serde<SpecificRecord> serde(Map<String, ?> properties) {
        boolean ours = !properties.containsKey(VALUE_SERIALIZER) && !properties.containsKey(VALUE_DESERIALIZER);
        if (ours) {
            WeirSerde serde = new WeirSerde();
            serde.configure(properties, false);
            return serde;
        }
        return Serdes.serdeFrom(serializer(properties), deserializer(properties));
    }

    private static String className(Map<String, ?> properties, String key, Class<?> otherwise) {
        Object value = properties.get(key);
        if (value == null) {
            return otherwise.getName();
        }
        return value instanceof Class<?> type
                ? type.getName()
                : value.toString().strip();
    }

    private static <T> T newInstance(String key, String name, Class<T> base) {
        try {
            return Utils.newInstance(name, base);
        } catch (ClassNotFoundException e) {
            throw new ConfigException(key, name, "is not on the class path; add the library that holds it");
        } catch (KafkaException | ClassCastException e) {
            throw new ConfigException(
                    key, name, "must be a " + base.getSimpleName() + " with a public constructor without arguments");
        }
    }
}
