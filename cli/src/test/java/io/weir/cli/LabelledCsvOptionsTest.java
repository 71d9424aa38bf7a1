package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LabelledCsvOptionsTest {
    @Command
    private static final class Measures {
        @Mixin
        private LabelledCsvOptions csv;
    }

    private static LabelledCsvOptions parsed(String... arguments) {
        Measures measures = new Measures();
        new CommandLine(measures).parseArgs(arguments);
        return measures.csv;
    }

    @Test
    void aFileHasItsLabelAndWhatIsLeftOut() {
        assertThat(parsed("--data", "cards.csv", "--label", "fraud", "--drop", "id,name")
                        .file())
                .contains(new LabelledCsv(Path.of("cards.csv"), "fraud", Set.of("id", "name")));
        assertThat(parsed("--data", "cards.csv", "--label", "fraud").file())
                .contains(new LabelledCsv(Path.of("cards.csv"), "fraud", Set.of()));
    }

    @Test
    void withoutAFileThereIsNone() {
        assertThat(parsed().file()).isEmpty();
    }

    @Test
    void whatIsGivenWithoutWhatItNeedsIsRefused() {
        assertThatThrownBy(parsed("--data", "cards.csv")::file).hasMessageContaining("--data needs --label COLUMN");
        assertThatThrownBy(parsed("--label", "fraud")::file).hasMessageContaining("need --data FILE.csv");
        assertThatThrownBy(parsed("--drop", "id")::file).hasMessageContaining("need --data FILE.csv");
    }
}
