package io.weir.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Opens the command line to integration tests. */
public final class CommandLines {
    /** How a command ended, and what it printed. */
    public record Ended(int exitStatus, String out, String err) {}

    private CommandLines() {}

    /** The whole command; parsing with it runs nothing. */
    public static CommandLine create() {
        return WeirCommand.commandLine(false);
    }

    /** Runs a command in this process; what it prints to {@code System.out} itself is not caught. */
    public static Ended run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = create().setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Ended(status, out.toString(), err.toString());
    }
}
