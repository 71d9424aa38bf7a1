package io.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.bench.OpenRoundResult.Figure;
import io.weir.cli.bench.OpenRoundResult.Row;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OpenRoundResultTest {
    private static final long MS = 1_000_000;

    private static Row row(int retained, long... openingsMs) {
        Row row = new Row(retained);
        for (long ms : openingsMs) {
            for (Figure figure : Figure.values()) {
                row.add(figure, ms * MS);
            }
        }
        return row;
    }

    private static OpenRoundResult result() {
        return new OpenRoundResult(
                new OpenRoundOptions(List.of(10, 1000), 4, 32, 4),
                List.of(row(10, 900, 100, 200, 300), row(1000, 500, 100, 900)));
    }

    @Test
    void mediansAreComparedWithTheFirstNumberOfRetainedRounds() throws Exception {
        JsonNode json = new ObjectMapper().readTree(result().toJson());

        assertThat(json.at("/retained/0/opening/seconds").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/retained/0/opening/ratio").asDouble()).isEqualTo(1);
        assertThat(json.at("/retained/1/rounds").asInt()).isEqualTo(1000);
        assertThat(json.at("/retained/1/newTopic/seconds").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/retained/1/newTopic/ratio").asDouble()).isEqualTo(2);
        assertThat(result().toText())
                .contains(String.format(Locale.ROOT, "%6d retained  %8.3f s  ratio %.2f", 1000, 0.5, 2.0));
    }

    @Test
    void aNumberThatIsNotAllowedIsNamedWithWhatIs() {
        assertThatThrownBy(() -> new OpenRoundOptions(List.of(10, 0), 4, 32, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--retained is 0: allowed is 1 to 10000");
    }

    @Test
    void tooFewOpenFilesAreRefusedWithAdvice() {
        assertThatCode(() -> OpenFiles.check(4000, 20_000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> OpenFiles.check(4000, 1024))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("4000 partitions", "1024", "ulimit -n 9000");
    }
}
