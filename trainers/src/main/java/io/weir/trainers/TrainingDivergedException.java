package io.weir.trainers;

/** Local training left the finite numbers; its result must not be sent. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what happened and what to do */
    public TrainingDivergedException(String message) {
        super(message);
    }
}
