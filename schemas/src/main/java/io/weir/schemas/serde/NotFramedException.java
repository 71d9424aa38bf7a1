package io.weir.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The value does not start with Confluent's frame: magic byte 0, then a schema id of four bytes. */
public final class NotFramedException extends SerializationException {

    public NotFramedException(String message) {
        super(message);
    }
}
