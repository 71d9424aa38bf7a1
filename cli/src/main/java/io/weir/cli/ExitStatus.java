package io.weir.cli;

/** How the process ends; part of the command line's contract. */
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_VERIFIED = 3;
    /** As shells report an end by SIGINT. */
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
