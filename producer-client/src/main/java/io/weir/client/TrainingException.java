package io.weir.client;

/** A round that cannot be trained, or a trained vector that cannot be sent. The message says what to do. */
public final class TrainingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it; no parameter values, no data */
    public TrainingException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it; no parameter values, no data
     * @param cause what was thrown underneath
     */
    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
