package io.weir.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The bytes after the frame are not one record of the schema that the frame names, or a record cannot be written as its schema. */
public final class MalformedRecordException extends SerializationException {

    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
