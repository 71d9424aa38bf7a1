package io.weir.client.internal;

import io.weir.schemas.registry.RegistryException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Record values as bytes and back, outside of Kafka's clients: a record that cannot be read then does not block those
 * behind it, and a record's exact bytes can be sent again.
 */
public final class Values implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Values.class);

    private final Serde<SpecificRecord> serde;

    /** @param serde configured already; closed with this */
    public Values(Serde<SpecificRecord> serde) {
        this.serde = serde;
    }

    byte[] write(String topic, SpecificRecord value) {
        return serde.serializer().serialize(topic, value);
    }

    /**
     * The value; empty if it is not readable, which is logged.
     *
     * @throws io.weir.schemas.registry.RegistryUnavailableException if the registry does not answer
     * @throws RegistryException if the registry refuses for a reason that is not the record's
     */
    Optional<SpecificRecord> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.ofNullable(serde.deserializer().deserialize(record.topic(), record.value()));
        } catch (RegistryException e) {
            if (e.category() != RegistryException.Category.UNKNOWN_ID) {
                throw e;
            }
            unreadable(record, e.getMessage());
        } catch (SerializationException e) {
            unreadable(record, e.getMessage());
        }
        return Optional.empty();
    }

    private static void unreadable(ConsumerRecord<String, byte[]> record, String reason) {
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("record is not readable and is left out");
    }

    @Override
    public void close() {
        serde.close();
    }
}
