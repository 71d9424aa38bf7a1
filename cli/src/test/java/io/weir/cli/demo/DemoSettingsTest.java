package io.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.aggregator.FederationRules;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.Manifests;
import io.weir.cli.report.LiveProgress;
import io.weir.cli.report.Terminal;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.FederationSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What no federation can have is refused before anything of a demo is started. */
class DemoSettingsTest {
    static {
        WireTrust.install(); // builders copy records
    }

    /** Nobody listens there. */
    private static final Connection NOWHERE = Connection.of("127.0.0.1:1", "http://127.0.0.1:1");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private void run(String words) throws InterruptedException {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs(words.split(" "));
        DemoOptions options = command.options();
        try (LiveProgress progress =
                new LiveProgress(new PrintStream(said, true, StandardCharsets.UTF_8), new Terminal(false, false, 80))) {
            new DemoRun(options, List.of(), progress).runOn(NOWHERE, (result, connection) -> {});
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--participant-dp-noise 0, noise",
        "--participant-dp-epsilon 0, within epsilon 0.0",
        "--participant-dp-noise 1 --participant-dp-delta 1, delta is 1.0",
        "--participant-dp-noise 1 --participant-dp-clip 0, weir.participant.privacy.clip is 0.0",
        "--participant-dp-noise 1 --participant-dp-shares 9, weir.participant.privacy.shares is 9",
        "--participant-dp-noise 1 --participant-dp-quantile 2, weir.participant.privacy.quantile is 2.0",
        "--participant-dp-noise 1 --participant-dp-data-rounds -1, data",
        "--participant-dp-noise 1 --codec BF16, weir.codec is BF16",
        "--participant-dp-noise 1e-6, add more noise",
        "--secure-aggregation mask --secure-param threshold=99, weir.secure.threshold is 99",
    })
    void wrongTermsAreRefusedBeforeABrokerIsNeeded(String words, String named) {
        assertThatThrownBy(() -> run(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("creating the federation");
    }

    private static FederationSettings settings(String words) {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs(words.split(" "));
        DemoOptions options = command.options();
        DemoData data = DemoData.load(options);
        return DemoSettings.of(
                options,
                data.banks().size(),
                Manifests.tabular(options.model(), data.schema(), options.seed(), options.statistics()),
                DemoServices.generate());
    }

    @Test
    void noiseOfParticipantsNeedsNoRoundOfStatistics() {
        FederationSettings noisy = settings("--participant-dp-noise 1");

        assertThat(FederationRules.gathersStatistics(noisy)).isFalse();
        assertThat(noisy.getParticipantPrivacy().getPublicStatistics()).isFalse();
        assertThat(noisy.getTraining()).containsEntry("label.shift", "0.0");
        assertThat(FederationRules.gathersStatistics(settings("--rounds 10"))).isTrue();
    }

    @Test
    void whoCallsRoundZeroPublicGetsOne() {
        FederationSettings open = settings("--participant-dp-noise 1 --statistics round");

        assertThat(FederationRules.gathersStatistics(open)).isTrue();
        assertThat(open.getParticipantPrivacy().getPublicStatistics()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--participant-dp-noise 1, are known of generated transactions",
        "--participant-dp-noise 1 --statistics round, neither noise nor budget covers that",
        "--dp-epsilon 4, neither noise nor budget covers that",
    })
    void theScreenSaysWhatBanksTellBesidesUpdates(String words, String sentence) {
        assertThatThrownBy(() -> run(words)).isInstanceOf(RuntimeException.class);

        assertThat(said.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
                .contains(sentence);
    }

    @Test
    void aMechanismThatThereIsNotIsRefusedWhenItIsRead() {
        assertThatThrownBy(() -> run("--participant-dp-noise 1 --participant-dp-mechanism laplace"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--participant-dp-mechanism")
                .hasMessageContaining("use gaussian or tree");
        assertThatThrownBy(() -> run("--secure-aggregation veil"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--secure-aggregation")
                .hasMessageContaining("use mask, rlwe");
    }
}
