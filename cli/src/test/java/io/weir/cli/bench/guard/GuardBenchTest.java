package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardBenchTest {
    @TempDir
    Path directory;

    @Test
    void measuresEveryRuleUnderEveryAttackTheSameTwice() throws IOException {
        String command = "bench guard --rule fedavg --rule nnm,trimmed-mean --attack ipm-5,backdoor+jitter"
                + " --participants 7 --attackers 2 --rounds 4 --seeds 2 --json --label y --alpha 5 --data " + file();

        CommandRun run = CommandRun.of(command.split(" "));

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode rules = new ObjectMapper().readTree(run.out()).get("rules");
        assertThat(rules).hasSize(2);
        JsonNode mean = rules.get(0);
        JsonNode robust = rules.get(1);
        assertThat(mean.get("worstAttack").asText()).isEqualTo("ipm-5");
        assertThat(mean.get("worstLossPoints").asDouble())
                .isGreaterThan(robust.get("worstLossPoints").asDouble() + 20);
        assertThat(mean.get("kappaHat").asDouble())
                .isGreaterThan(100 * robust.get("kappaHat").asDouble());
        assertThat(robust.get("attacks")).hasSize(3);
        assertThat(robust.get("attacks").get(2).get("backdoorAboveHonest").isNumber())
                .isTrue();
        assertThat(robust.get("attacks").get(1).get("backdoorAboveHonest").isNull())
                .isTrue();
        assertThat(CommandRun.of(command.split(" ")).out()).isEqualTo(run.out());
    }

    @Test
    void measuresBanksThatKeepAShareOfTheirPreviousUpdateAgainstThoseThatDoNot() throws IOException {
        String command = "bench guard --rule fedavg --attack ipm-5 --participants 5 --attackers 1 --rounds 3 --label y"
                + " --alpha 5 --data " + file();

        String plain = CommandRun.of(command.split(" ")).out();
        String momentum =
                CommandRun.of((command + " --client-momentum 0.9").split(" ")).out();
        String shifted =
                CommandRun.of((command + " --label-shift 1").split(" ")).out();

        assertThat(plain).containsPattern("A \\| `fedavg` \\| [0-9.]+ \\| 0\\.00 +\\|");
        assertThat(momentum)
                .contains(", client momentum 0.9,")
                .doesNotContainPattern("A \\| `fedavg` \\| [0-9.]+ \\| 0\\.00 +\\|");
        assertThat(shifted)
                .contains(", label shift 1.0,")
                .doesNotContainPattern("A \\| `fedavg` \\| [0-9.]+ \\| 0\\.00 +\\|");
    }

    @Test
    void printsTablesForPeople() throws IOException {
        CommandRun run = CommandRun.of(("bench guard --rule norm-mad --attack gaussian --participants 5 --attackers 1"
                        + " --rounds 2 --label y --data " + file())
                .split(" "));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("5 banks, 1 of them hostile")
                .contains("| none ")
                .contains("| `norm-mad` |");
        assertThat(run.out().lines().filter(line -> line.matches("\\| A +\\| gaussian +\\| 1.00 +\\| 1.00 .*")))
                .hasSize(1);
    }

    @Test
    void aReferenceHelpsWhereHostileBanksAreMany() throws IOException {
        String command = "bench guard --rule fedavg --rule fltrust --attack ipm-5 --participants 9 --attackers 4"
                + " --rounds 4 --reference 200 --json --label y --data " + file();

        CommandRun run = CommandRun.of(command.split(" "));

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode document = new ObjectMapper().readTree(run.out());
        assertThat(document.get("referenceRows").asInt()).isEqualTo(200);
        assertThat(document.at("/rules/1/kappaHat").isNull()).isTrue();
        assertThat(document.at("/rules/0/worstLossPoints").asDouble()).isGreaterThan(20);
        assertThat(document.at("/rules/1/worstLossPoints").asDouble()).isLessThan(5);
    }

    @Test
    void aRuleThatNeedsAReferenceSaysSo() throws IOException {
        CommandRun run = CommandRun.of(("bench guard --rule fltrust --label y --data " + file()).split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("fltrust").contains("--reference");
    }

    private Path file() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("a,b,c,d,y\n");
        for (int row = 0; row < 2000; row++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            csv.append(a)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(random.nextDouble())
                    .append(',');
            csv.append(random.nextDouble())
                    .append(',')
                    .append(a + b > 1.2 ? 1 : 0)
                    .append('\n');
        }
        return Files.writeString(directory.resolve("rows.csv"), csv);
    }
}
