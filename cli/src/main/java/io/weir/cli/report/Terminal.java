package io.weir.cli.report;

import java.util.Map;

/**
 * What the place that text goes to can do.
 *
 * @param interactive a line can be rewritten
 * @param colour ANSI colours are understood and wanted
 * @param columns its width, at least 40
 */
public record Terminal(boolean interactive, boolean colour, int columns) {
    /** A file, a pipe or a build log. */
    public static final Terminal PLAIN = new Terminal(false, false, 120);

    private static final int FEWEST_COLUMNS = 40;
    private static final int USUAL_COLUMNS = 100;

    public Terminal {
        if (columns < FEWEST_COLUMNS) {
            throw new IllegalArgumentException("columns is " + columns + ", must be at least " + FEWEST_COLUMNS);
        }
    }

    /** Standard output of this process. */
    public static Terminal standardOutput() {
        return detect(System.getenv(), "WEIR_STDOUT_TTY");
    }

    /** Standard error of this process. */
    public static Terminal standardError() {
        return detect(System.getenv(), "WEIR_STDERR_TTY");
    }

    /**
     * Java cannot tell whether one stream is a terminal, so the launcher says it in an environment variable ({@code 1} or
     * {@code 0}); what is not said to be a terminal is none. {@code NO_COLOR} turns colours off.
     */
    static Terminal detect(Map<String, String> environment, String variable) {
        String said = environment.getOrDefault(variable, "0");
        boolean terminal =
                said.equals("1") && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return terminal ? new Terminal(true, colour, columns(environment)) : PLAIN;
    }

    private static int columns(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[0-9]{2,4}") ? Math.max(FEWEST_COLUMNS, Integer.parseInt(columns)) : USUAL_COLUMNS;
    }
}
