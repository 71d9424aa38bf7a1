package io.weir.cli.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.cli.ParticipantPrivacyOptions;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelManifest;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.SecureBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ParticipantPrivacyRequestTest {
    static {
        WireTrust.install(); // builders copy records
    }

    private static FederationSettings.Builder federation() {
        return FederationDefaults.settings("cards", new ModelManifest("logreg", List.of(), 1L, Map.of()))
                .setRounds(20);
    }

    private static FederationSettings.Builder hidden() {
        FederationSettings.Builder settings = federation();
        SecureDefaults.apply(settings, SecureDefaults.settings(SecureBackend.MASK, Map.of("group.min", "5")));
        return settings;
    }

    private static ParticipantPrivacySettings applied(FederationSettings.Builder settings, String... options) {
        request(options).orElseThrow().apply(settings);
        return settings.getParticipantPrivacy();
    }

    private static Optional<ParticipantPrivacyRequest> request(String... options) {
        ParticipantPrivacyOptions parsed = new ParticipantPrivacyOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(parsed)).parseArgs(options);
        return parsed.request(false);
    }

    @Test
    void aBudgetGetsTheNoiseThatAllRoundsNeed() {
        ParticipantPrivacySettings privacy = applied(hidden(), "--participant-dp-epsilon", "4");

        GaussianPlan same = new GaussianPlan(1, privacy.getNoiseMultiplier(), 20);
        assertThat(Accounting.RDP.epsilon(same, 1e-5)).isBetween(3.99, 4.0);
        assertThat(privacy.getShares()).isEqualTo(5);
        assertThat(privacy.getBudget().getEpsilon()).isEqualTo(4);
        assertThat(privacy.getBudget().getDelta()).isEqualTo(1e-5);
    }

    @Test
    void noiseGetsTheBudgetThatAllRoundsCost() {
        assertThat(applied(hidden(), "--participant-dp-noise", "2").getBudget().getEpsilon())
                .isCloseTo(Accounting.RDP.epsilon(new GaussianPlan(1, 2, 20), 1e-5), within(1e-6));
    }

    @Test
    void inTheClearASingleUpdateIsWhatIsCounted() {
        ParticipantPrivacySettings one = applied(federation(), "--participant-dp-noise", "2");
        ParticipantPrivacySettings shared =
                applied(federation(), "--participant-dp-noise", "4", "--participant-dp-shares", "4");

        assertThat(one.getShares()).isEqualTo(1);
        assertThat(shared.getBudget().getEpsilon()).isCloseTo(one.getBudget().getEpsilon(), within(1e-6));
        FederationSettings settings = federation().setParticipantPrivacy(shared).build();
        assertThat(NoisePlan.of(settings, shared, 1e-5).ofSums().epsilon(4))
                .isLessThan(shared.getBudget().getEpsilon() / 2);
    }

    @Test
    void aTreeIsForDataThatAreNewInEveryRound() {
        double gaussian =
                applied(hidden(), "--participant-dp-noise", "4").getBudget().getEpsilon();
        ParticipantPrivacySettings tree =
                applied(hidden(), "--participant-dp-noise", "4", "--participant-dp-mechanism", "tree");
        ParticipantPrivacySettings ofNewData = applied(
                hidden(),
                "--participant-dp-noise",
                "4",
                "--participant-dp-mechanism",
                "tree",
                "--participant-dp-data-rounds",
                "1");

        assertThat(tree.getMechanism()).isEqualTo(NoiseMechanism.TREE);
        assertThat(tree.getBudget().getEpsilon()).isGreaterThan(gaussian);
        assertThat(ofNewData.getBudget().getEpsilon()).isLessThan(gaussian);
    }

    @Test
    void withoutNoiseNothingIsPrivate() {
        assertThat(request()).isEmpty();
        assertThatThrownBy(() -> request("--participant-dp-clip", "2")).hasMessageContaining("nothing is private");
        assertThatThrownBy(() -> request("--participant-dp-noise", "2", "--participant-dp-mechanism", "laplace"))
                .hasMessageContaining("use gaussian or tree");
        assertThatThrownBy(() -> applied(federation(), "--participant-dp-epsilon", "0"))
                .hasMessageContaining("within epsilon 0.0");
    }
}
