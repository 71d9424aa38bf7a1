package io.weir.schemas.serde.internal;

import io.weir.schemas.serde.UnknownRecordException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Lets another library read, and only Weir's generated records through. */
public final class CheckedDeserializer implements Deserializer<SpecificRecord> {
    private final Deserializer<?> delegate;

    public CheckedDeserializer(Deserializer<?> delegate) {
        this.delegate = delegate;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        delegate.configure(properties, isKey);
    }

    @Override
    public SpecificRecord deserialize(String topic, byte[] data) {
        return check(delegate.deserialize(topic, data));
    }

    @Override
    public SpecificRecord deserialize(String topic, Headers headers, byte[] data) {
        return check(delegate.deserialize(topic, headers, data));
    }

    @Override
    public void close() {
        delegate.close();
    }

    private SpecificRecord check(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof SpecificRecord record) {
            WireTypes.recordClass(record.getSchema());
            return record;
        }
        throw new UnknownRecordException(delegate.getClass().getName() + " returned a "
                + value.getClass().getName() + ", not one of Weir's generated records; switch it to specific records");
    }
}
