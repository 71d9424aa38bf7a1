package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void wideCharactersTakeTwoColumnsAndAccentsNone() {
        assertThat(Text.width("東京")).isEqualTo(4);
        assertThat(Text.width("Österreich")).isEqualTo(10);
        assertThat(Text.width("O\u0308sterreich")).isEqualTo(10);
    }

    @Property
    void wrappingKeepsLimitsAndLosesNothing(@ForAll String text, @ForAll @IntRange(min = 2, max = 40) int columns) {
        List<String> lines = Text.wrap(text, columns);

        assertThat(lines).allMatch(line -> Text.width(line) <= columns);
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }

    @Property
    void shortenedTextFits(@ForAll String text, @ForAll @IntRange(min = 1, max = 40) int columns) {
        assertThat(Text.width(Text.shorten(text, columns))).isLessThanOrEqualTo(columns);
    }

    @Test
    void commandLinesAreQuotedForAShell() {
        assertThat(ShellWords.join(List.of("./weir", "demo", "--data", "my file.csv", "it's", "")))
                .isEqualTo("./weir demo --data 'my file.csv' 'it'\\''s' ''");
    }
}
