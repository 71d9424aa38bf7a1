package io.weir.cli.cluster;

/** The embedded cluster could not be started or did not hold; the message says what to do next. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for those who choose an exit status by it. */
    public enum Category {
        /** A fixed port is taken by another process. */
        PORT_IN_USE,
        /** The registry's distribution is not where it should be. */
        REGISTRY_MISSING,
        /** The data directory cannot be created, read or written. */
        DATA_DIRECTORY,
        /** A part ended, or refused its configuration, while starting. */
        START_FAILED,
        /** A part did not serve before the deadline. */
        DEADLINE_PASSED,
        /** The starting thread was interrupted. */
        INTERRUPTED
    }

    private final Category category;

    ClusterException(Category category, String message) {
        this(category, message, null);
    }

    ClusterException(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public Category category() {
        return category;
    }

    static ClusterException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ClusterException(Category.INTERRUPTED, "interrupted while " + what, cause);
    }
}
