package io.weir.schemas.arrow;

/** A payload that is not what the record says, or values that a codec cannot carry. The message says which check failed. */
public final class PayloadException extends RuntimeException {

    public PayloadException(String message) {
        super(message);
    }

    public PayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
