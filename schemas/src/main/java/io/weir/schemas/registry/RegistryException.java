package io.weir.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered, and trying again will not change the answer. */
public final class RegistryException extends SerializationException {

    /** What is wrong, for those who act on it. */
    public enum Category {
        /** Credentials are missing or not accepted, or they do not allow the request. */
        UNAUTHORISED,
        /** The subject's compatibility level forbids the schema. */
        INCOMPATIBLE_SCHEMA,
        /** No schema has the id. */
        UNKNOWN_ID,
        /** The schema is not registered under the subject, and registering is switched off. */
        NOT_REGISTERED,
        /** Something else answers at the address. */
        NOT_A_REGISTRY,
        /** The registry does not accept the schema or the request for another reason. */
        REFUSED
    }

    private final Category category;

    public RegistryException(Category category, String message) {
        super(message);
        this.category = category;
    }

    public RegistryException(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public Category category() {
        return category;
    }
}
