package io.weir.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/** A command line as one pastes it into a shell. */
final class ShellWords {
    private ShellWords() {}

    static String join(List<String> arguments) {
        return arguments.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,@%+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
