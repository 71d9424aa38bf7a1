package io.weir.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where log lines go; chosen from the command line before the first logger exists. */
enum LogMode {
    /** A service in the foreground: its log lines are its output, on standard error. */
    CONSOLE,
    /** Commands with an output of their own: a file in the temporary directory. */
    FILE;

    static final String VERBOSE = "--verbose";

    private static final Set<String> SERVICES = Set.of("cluster", "aggregator", "publisher", "participant");

    static LogMode of(String... args) {
        List<String> words =
                Arrays.stream(args).filter(arg -> !arg.startsWith("-")).limit(1).toList();
        return isVerbose(args) || words.stream().anyMatch(SERVICES::contains) ? CONSOLE : FILE;
    }

    static boolean isVerbose(String... args) {
        return Arrays.asList(args).contains(VERBOSE);
    }

    /** Chooses, and tells logback.xml, which reads system properties. */
    static void install(String... args) {
        boolean verbose = isVerbose(args);
        System.setProperty("weir.log.appender", of(args).name());
        // A broker warns of its own connections when it stops.
        System.setProperty("weir.log.level.network", Arrays.asList(args).contains("cluster") ? "ERROR" : "WARN");
        System.setProperty("weir.log.level", verbose ? "DEBUG" : "INFO");
        System.setProperty("weir.log.level.others", verbose ? "INFO" : "WARN");
        // ND4J would announce its backend on every start.
        System.setProperty("org.nd4j.log.initialization", "false");
    }
}
