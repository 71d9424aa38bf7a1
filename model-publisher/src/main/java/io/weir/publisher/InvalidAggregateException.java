package io.weir.publisher;

/** A slice in the aggregates topic contradicts its hash, its shape or the other slices of its round. */
public final class InvalidAggregateException extends PublisherException {
    private static final long serialVersionUID = 1L;

    public InvalidAggregateException(String message) {
        super(message);
    }

    public InvalidAggregateException(String message, Throwable cause) {
        super(message, cause);
    }
}
