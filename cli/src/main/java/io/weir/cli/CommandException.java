package io.weir.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

    /** The file that an option names cannot be read. */
    public static CommandException unreadable(String option, Path file, IOException cause) {
        String why = " cannot be read: " + cause.getMessage();
        if (cause instanceof NoSuchFileException) {
            why = ": there is no such file";
        } else if (cause instanceof AccessDeniedException) {
            why = ": this user may not read it";
        } else if (Files.isDirectory(file)) {
            why = " is a directory: name a file";
        }
        return usage(option + " " + file + why, cause);
    }

    /** One of {@link ExitStatus}. */
    public int exitStatus() {
        return exitStatus;
    }
}
