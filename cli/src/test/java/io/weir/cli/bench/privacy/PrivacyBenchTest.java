package io.weir.cli.bench.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrivacyBenchTest {
    private static final String CREDIT = "shared/data/uci-credit-default/UCI_Credit_Card.csv";
    private static final String[] SMALL = {
        "bench", "privacy", "--model", "logreg", "--rounds", "2", "--seeds", "1", "--epsilon", "0.05,8,inf", "--json"
    };

    @Test
    void aTighterBudgetNeedsMoreNoise() throws IOException {
        CommandRun run = CommandRun.of(SMALL);

        assertThat(run.err()).contains("seed 42, epsilon 8.0");
        assertThat(run.status()).isZero();
        JsonNode lines = new ObjectMapper().readTree(run.out()).get("lines");
        assertThat(lines.get(0).get("noiseMultiplier").doubleValue())
                .isGreaterThan(5 * lines.get(1).get("noiseMultiplier").doubleValue());
        assertThat(lines.get(2).get("noiseMultiplier").doubleValue()).isZero();
        assertThat(lines.get(2).get("epsilon").isNull()).isTrue();
        assertThat(lines.get(2).get("auc").doubleValue()).isGreaterThan(0.8);
    }

    @Test
    void onCreditDefaultsAnEpsilonOfFourCostsLittle() throws IOException {
        Path file = Path.of("").toAbsolutePath();
        while (file != null && !Files.exists(file.resolve(CREDIT))) {
            file = file.getParent();
        }
        assumeTrue(file != null, "skipped: " + CREDIT + " is not beside the repository");

        CommandRun run = CommandRun.of(
                "bench",
                "privacy",
                "--data",
                file.resolve(CREDIT).toString(),
                "--label",
                "default.payment.next.month",
                "--drop",
                "ID",
                "--epsilon",
                "4,inf",
                "--seeds",
                "2",
                "--json");

        JsonNode lines = new ObjectMapper().readTree(run.out()).get("lines");
        double without = lines.get(1).get("auc").doubleValue();
        assertThat(lines.get(0).get("auc").doubleValue()).isBetween(without - 0.02, without + 0.01);
    }

    /** Noise of whole banks: a little of it costs little, so much that a bank does not show leaves nothing to learn. */
    @Test
    void wholeBanksNeedMuchMoreNoiseThanRows() throws IOException {
        CommandRun run = CommandRun.of(
                "bench",
                "privacy",
                "--model",
                "logreg",
                "--rounds",
                "2",
                "--seeds",
                "1",
                "--level",
                "participant",
                "--epsilon",
                "0.2,1000,inf",
                "--json");

        JsonNode document = new ObjectMapper().readTree(run.out());
        JsonNode lines = document.get("lines");
        assertThat(document.get("level").textValue()).isEqualTo("participant");
        assertThat(lines.get(0).get("noiseMultiplier").doubleValue()).isGreaterThan(20);
        assertThat(lines.get(1).get("auc").doubleValue())
                .isGreaterThan(lines.get(0).get("auc").doubleValue() + 0.1);
        assertThat(lines.get(1).get("auc").doubleValue()).isGreaterThan(0.7);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThat(CommandRun.of("bench", "privacy", "--level", "banks").err()).contains("--level is 'banks'");
        assertThat(CommandRun.of("bench", "privacy", "--participant-dp-clip", "1")
                        .err())
                .contains("need --level participant");
        assertThat(CommandRun.of("demo", "--participant-dp-clip", "1").err()).contains("nothing is private");
        assertThat(CommandRun.of("bench", "privacy", "--epsilon", "0").err()).contains("--epsilon is [0.0]");
        assertThat(CommandRun.of("bench", "privacy", "--label", "y").err()).contains("need --data");
        assertThat(CommandRun.of("demo", "--dp-delta", "1e-6").err()).contains("needs --dp-epsilon");
        assertThat(CommandRun.of("demo", "--dp-epsilon", "-1").err()).contains("'dp.epsilon' is -1.0");
    }
}
