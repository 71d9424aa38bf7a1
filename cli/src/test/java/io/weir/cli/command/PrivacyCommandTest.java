package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyCommandTest {
    private static CommandRun privacy(String words) {
        return CommandRun.of(("privacy " + words).split(" "));
    }

    @ParameterizedTest
    @CsvSource({"rdp, 3.2391922", "pld, 2.4612381", "PLD, 2.4612381"})
    void epsilonOfAPlanIsOneDocument(String accountant, double expected) throws Exception {
        CommandRun run = privacy(
                "epsilon --sampling-rate 0.01 --noise-multiplier 0.7 --steps 120 --delta 1e-5 --json --accountant "
                        + accountant);

        JsonNode document = new ObjectMapper().readTree(run.out());
        assertThat(run.status()).isZero();
        assertThat(document.fieldNames()).toIterable().containsExactly("epsilon");
        assertThat(document.get("epsilon").asDouble()).isCloseTo(expected, within(expected * 1e-4));
    }

    @Test
    void theTextRoundsUpAndSaysWhatWasAssumed() {
        CommandRun run = privacy(
                "epsilon --sampling-rate 0.01 --noise-multiplier 0.7 --steps 120 --delta 1e-5 --accountant rdp");

        assertThat(run.out())
                .isEqualTo(
                        "epsilon 3.2392 (noise multiplier 0.7, 120 steps at sampling rate 0.01, delta 1.0E-5, RDP)\n");
    }

    @Test
    void noiseOfABudgetLeadsBackToTheBudget() throws Exception {
        CommandRun noise = privacy(
                "noise --epsilon 3.2391923 --sampling-rate 0.01 --steps 120 --delta 1e-5 --accountant rdp --json");

        JsonNode document = new ObjectMapper().readTree(noise.out());
        assertThat(noise.status()).isZero();
        assertThat(document.get("noiseMultiplier").asDouble()).isCloseTo(0.7, within(1e-3));
    }

    /** With noise that adds up exactly, shares cost what one Gaussian costs, and a single one what its share of it costs. */
    @ParameterizedTest
    @CsvSource({"'', 1.5", "--single, 0.5"})
    void noiseThatParticipantsShareIsCountedAsTheLedgerDoes(String seen, double alone) throws Exception {
        CommandRun shared = privacy(
                ("participant --noise-multiplier 1.5 --shares 9 --rounds 7 --delta 1e-5 --json " + seen).strip());
        CommandRun gaussian = privacy("epsilon --sampling-rate 1 --noise-multiplier " + alone
                + " --steps 7 --delta 1e-5 --accountant rdp --json");

        assertThat(new ObjectMapper().readTree(shared.out()).get("epsilon").asDouble())
                .isCloseTo(
                        new ObjectMapper()
                                .readTree(gaussian.out())
                                .get("epsilon")
                                .asDouble(),
                        within(1e-9));
    }

    @Test
    void theNoiseOfASharedBudgetLeadsBackToIt() {
        assertThat(privacy("participant --epsilon 8 --shares 10 --rounds 10 --delta 1e-5")
                        .out())
                .matches("epsilon (7[.]99|8)[.0-9]* with noise multiplier [.0-9]+ [^\\n]*\\n")
                .contains("against who sees sums of 10 shares");
        assertThat(privacy("participant --shares 10 --rounds 10 --delta 1e-5").err())
                .contains("one of --noise-multiplier Z and --epsilon E is needed");
    }

    @ParameterizedTest
    @CsvSource({
        "epsilon --sampling-rate 0 --noise-multiplier 1 --steps 1 --delta 1e-5, sampling rate is 0.0",
        "epsilon --sampling-rate 1.1 --noise-multiplier 1 --steps 1 --delta 1e-5, sampling rate is 1.1",
        "epsilon --sampling-rate 0.1 --noise-multiplier 0 --steps 1 --delta 1e-5, noise multiplier is 0.0",
        "epsilon --sampling-rate 0.1 --noise-multiplier -1 --steps 1 --delta 1e-5, noise multiplier is -1.0",
        "epsilon --sampling-rate 0.1 --noise-multiplier 1 --steps 0 --delta 1e-5, steps is 0",
        "epsilon --sampling-rate 0.1 --noise-multiplier 1 --steps 1 --delta 1, delta is 1.0",
        "epsilon --sampling-rate 0.1 --noise-multiplier 1 --steps 100000 --delta 1e-40 --accountant pld, --delta",
        "noise --epsilon 0 --sampling-rate 0.1 --steps 1 --delta 1e-5, epsilon is 0.0",
        "noise --epsilon 1e-9 --sampling-rate 1 --steps 1000000 --delta 1e-15 --accountant rdp, fewer steps"
    })
    void badInputIsStatusTwoInOneLine(String words, String named) {
        CommandRun run = privacy(words);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains(named).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "epsilon --sampling-rate 0.1 --steps 1 --delta 1e-5, --noise-multiplier",
        "epsilon --sampling-rate 0.1 --noise-multiplier 1 --steps 1 --delta 1e-5 --accountant moments, moments",
        "noise --epsilon much --sampling-rate 0.1 --steps 1 --delta 1e-5, much"
    })
    void wrongUsageIsStatusTwo(String words, String named) {
        CommandRun run = privacy(words);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains(named);
        assertThat(run.out()).isEmpty();
    }
}
