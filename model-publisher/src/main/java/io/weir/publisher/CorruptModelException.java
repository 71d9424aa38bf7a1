package io.weir.publisher;

/** A published version contradicts its hashes, its digest or the ledger. */
public final class CorruptModelException extends PublisherException {
    private static final long serialVersionUID = 1L;

    public CorruptModelException(String message) {
        super(message);
    }

    public CorruptModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
