package io.weir.client;

import java.util.Objects;

/** Ends a participant. The message says what is wrong and what to do. */
public final class ParticipantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, for those who act on it. */
    public enum Category {
        /** No broker answers. */
        BROKER_UNREACHABLE,
        /** The cluster does not know the federation. */
        UNKNOWN_FEDERATION,
        /** The broker does not accept the credentials, or they do not allow what a participant does. */
        UNAUTHORISED,
        /** The schema registry does not answer, or refuses. */
        REGISTRY,
        /** The published model is not what its head says; it was not trained on. */
        MODEL_CORRUPT,
        /** A setting that Kafka's clients do not accept. */
        CONFIGURATION,
        /** What a committee member has acknowledged cannot be read or written down. */
        JOURNAL,
        /** Kafka refused something for another reason. */
        KAFKA
    }

    private final Category category;

    /**
     * @param category what is wrong
     * @param message what is wrong and what to do about it, for people
     */
    public ParticipantException(Category category, String message) {
        super(message);
        this.category = Objects.requireNonNull(category, "category");
    }

    /**
     * @param category what is wrong
     * @param message what is wrong and what to do about it, for people
     * @param cause what was thrown underneath
     */
    public ParticipantException(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = Objects.requireNonNull(category, "category");
    }

    /** What is wrong, for those who act on it. */
    public Category category() {
        return category;
    }
}
