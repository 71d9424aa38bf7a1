package io.weir.cli.bench.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistBenchTest {
    private static final String FEW = " --honest 4 --attackers 1 --similarity 1";

    @TempDir
    Path directory;

    @BeforeEach
    void writeImages() throws IOException {
        DigitFiles.write(directory, 1000, 130);
    }

    @Test
    void theAttackBreaksTheMeanAndNotTheGuardsRule() throws IOException {
        JsonNode mean = cell(run("--rule fedavg --attacks ipm-optimised --steps 30 --json" + FEW));
        JsonNode robust = cell(run("--attacks ipm-optimised --steps 30 --json" + FEW));

        assertThat(mean.get("accuracy").asDouble()).isLessThan(0.4);
        assertThat(robust.get("accuracy").asDouble()).isGreaterThan(0.8);
    }

    @Test
    void aCellIsTheWorstOfItsAttacksAndComesOutTheSameTwice() throws IOException {
        String words = "--attacks none,sign-flip,alie-optimised --json --rule arc,nnm,trimmed-mean --steps 5" + FEW;

        CommandRun run = run(words);

        JsonNode runs = new ObjectMapper().readTree(run.out()).get("runs");
        assertThat(runs).hasSize(3);
        JsonNode worst = runs.get(0);
        for (JsonNode each : runs) {
            worst = each.get("accuracy").asDouble() < worst.get("accuracy").asDouble() ? each : worst;
        }
        assertThat(cell(run).get("accuracy")).isEqualTo(worst.get("accuracy"));
        assertThat(cell(run).get("worstAttack")).isEqualTo(worst.get("attack"));
        assertThat(run(words).out()).isEqualTo(run.out());
    }

    @Test
    void printsATableForPeople() {
        CommandRun run = run("--attacks sign-flip --honest 5 --attackers 1,2 --steps 1 --similarity 1,0.5");

        assertThat(run.out())
                .contains("after 1 steps")
                .contains("| similarity | f = 1 | f = 2 |\n")
                .containsPattern("\\| 0\\.5 \\| 0\\.\\d{4} sign-flip \\| 0\\.\\d{4} sign-flip \\|\n");
    }

    private CommandRun run(String words) {
        CommandRun run = CommandRun.of(("bench mnist --images " + directory + " " + words).split(" "));
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode cell(CommandRun run) throws IOException {
        JsonNode cells = new ObjectMapper().readTree(run.out()).get("cells");
        assertThat(cells).hasSize(1);
        return cells.get(0);
    }
}
