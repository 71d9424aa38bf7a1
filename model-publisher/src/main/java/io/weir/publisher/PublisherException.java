package io.weir.publisher;

/** What went wrong while versions were published or read, and what to do about it. */
public class PublisherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PublisherException(String message) {
        super(message);
    }

    public PublisherException(String message, Throwable cause) {
        super(message, cause);
    }
}
