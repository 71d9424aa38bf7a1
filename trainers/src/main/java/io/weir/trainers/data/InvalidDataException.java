package io.weir.trainers.data;

/** Data that cannot be used as it is. The message names the file, column or line and says what to do. */
public final class InvalidDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do about it */
    public InvalidDataException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do about it
     * @param cause what was thrown underneath
     */
    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
