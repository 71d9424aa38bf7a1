package io.weir.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which rounds of statistics a participant answers: they ask for sums and counts of its rows, and no noise covers them. */
public enum StatisticsAnswers {
    /** Those of federations whose settings ask for no noise of participants. */
    WITHOUT_NOISE,
    ALWAYS,
    NEVER;

    public static final String KEY = "weir.statistics.answer";

    /** As it is written in a configuration. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a value of {@link #KEY}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static StatisticsAnswers parse(String text) {
        List<StatisticsAnswers> all = List.of(values());
        return all.stream()
                .filter(answers -> answers.text().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(KEY + " is '" + text + "': use "
                        + String.join(
                                ", ",
                                Arrays.stream(values())
                                        .map(StatisticsAnswers::text)
                                        .toList())));
    }
}
