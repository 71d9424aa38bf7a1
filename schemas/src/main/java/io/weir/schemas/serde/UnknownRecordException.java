package io.weir.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The schema is known to the registry, but it is not one of Weir's, or not one that this version of Weir knows or can read. */
public final class UnknownRecordException extends SerializationException {

    public UnknownRecordException(String message) {
        super(message);
    }

    public UnknownRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
