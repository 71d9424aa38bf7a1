package io.weir.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.wire.FlagCode;
import io.weir.wire.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A refusal that nobody can look up is of no use: the table of reason codes is the enum's. */
class ReasonCodesDocumentedTest {
    private static final String DOCUMENT = "docs/reference/reason-codes.md";
    /** Code, meaning, proven, advice; none of them empty. */
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|(?: [^|]*[^|\\s][^|]* \\|){3}");
    /** Code, meaning, innocent cause. */
    private static final Pattern FLAG = Pattern.compile("\\| `([A-Z_]+)` \\|(?: [^|]*[^|\\s][^|]* \\|){2}");

    @Test
    void everyReasonCodeHasOneRowWithMeaningAndAdvice() throws IOException {
        List<String> lines = Files.readAllLines(document());

        List<String> documented = lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ReasonCode.values()).map(Enum::name).toList());
    }

    @Test
    void everyFlagHasOneRowWithMeaningAndInnocentCause() throws IOException {
        List<String> documented = Files.readAllLines(document()).stream()
                .map(FLAG::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FlagCode.values())
                        .filter(code -> code != FlagCode.UNKNOWN)
                        .map(Enum::name)
                        .toList());
    }

    private static Path document() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve(DOCUMENT))) {
                return up.resolve(DOCUMENT);
            }
        }
        throw new IllegalStateException(
                DOCUMENT + " is not at or above " + Path.of("").toAbsolutePath());
    }
}
