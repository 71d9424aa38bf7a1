package io.weir.client.committee;

/** A journal that cannot be read, written or trusted. The message says what to do. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it */
    public JournalException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause what was thrown underneath
     */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
