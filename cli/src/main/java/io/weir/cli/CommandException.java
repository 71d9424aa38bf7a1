package io.weir.cli;

/** Ends a command with a status and one line that says what to do. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    private CommandException(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** The command could not do its work. */
    public static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitStatus.FAILED, message, cause);
    }

    /** The command could not do its work. */
    public static CommandException failed(String message) {
        return failed(message, null);
    }

    /** An option or a configuration file is wrong. */
    public static CommandException usage(String message, Throwable cause) {
        return new CommandException(ExitStatus.USAGE, message, cause);
    }

    /** An option or a configuration file is wrong. */
    public static CommandException usage(String message) {
        return usage(message, null);
    }

    /** One of {@link ExitStatus}. */
    public int exitStatus() {
        return exitStatus;
    }
}
