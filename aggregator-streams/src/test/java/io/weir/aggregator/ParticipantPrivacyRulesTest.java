package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.aggregator.testkit.Federation;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be guaranteed is refused when it is written. */
class ParticipantPrivacyRulesTest {
    private static final int GROUP_MIN = 3;
    private static final FederationSettings PLAIN = FederationSettings.newBuilder(
                    new Federation(4, 10, 4).settings(1, false))
            .setRule("fedavg")
            .setQuorum(2)
            .setRounds(8)
            .setParticipantPrivacy(privacy().build())
            .build();

    private static ParticipantPrivacySettings.Builder privacy() {
        return ParticipantPrivacySettings.newBuilder()
                .setMechanism(NoiseMechanism.GAUSSIAN)
                .setNoiseMultiplier(2)
                .setShares(2)
                .setClip(0.5)
                .setClipQuantile(0)
                .setDataRounds(0)
                .setBudget(new PrivacyBudget(50.0, 1e-5));
    }

    private static FederationSettings with(UnaryOperator<ParticipantPrivacySettings.Builder> change) {
        return FederationSettings.newBuilder(PLAIN)
                .setParticipantPrivacy(change.apply(privacy()).build())
                .build();
    }

    private static FederationSettings hidden(UnaryOperator<ParticipantPrivacySettings.Builder> change) {
        Federation federation = new Federation(4, 10, 4);
        return FederationSettings.newBuilder(with(change))
                .setSecure(new SecureSettings(SecureBackend.MASK, 0, 3, 3, 1, GROUP_MIN, 0, 1000L))
                .setQuorum(GROUP_MIN + 1)
                .setAggregatorPublicKeys(
                        List.of(ByteBuffer.wrap(federation.aggregator().publicKey())))
                .setClippingBound(16)
                .build();
    }

    private static void accepted(FederationSettings settings) {
        assertThatCode(() -> FederationRules.validate(settings)).doesNotThrowAnyException();
    }

    private static void refused(FederationSettings settings, String reason) {
        assertThatThrownBy(() -> FederationRules.validate(settings)).hasMessageContaining(reason);
    }

    @Test
    void whatIsSureToBeInASumMayShareItsNoise() {
        accepted(PLAIN);
        refused(with(privacy -> privacy.setShares(3)), "weir.participant.privacy.shares is 3: allowed is 1 to 2");
        refused(with(privacy -> privacy.setShares(0)), "shares is 0");
        accepted(hidden(privacy -> privacy.setShares(GROUP_MIN)));
        refused(hidden(privacy -> privacy.setShares(GROUP_MIN + 1)), "1 to 3");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e7, Double.NaN})
    void noiseIsAboveZeroAndHasALimit(double noise) {
        refused(with(privacy -> privacy.setNoiseMultiplier(noise)), "weir.participant.privacy.noise is " + noise);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e-10, 1e7, Double.NaN})
    void aClipHasLimits(double clip) {
        refused(with(privacy -> privacy.setClip(clip)), "weir.participant.privacy.clip is " + clip);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.POSITIVE_INFINITY, Double.NaN})
    void aBudgetIsAboveZeroAndFinite(double epsilon) {
        refused(
                with(privacy -> privacy.setBudget(new PrivacyBudget(epsilon, 1e-5))),
                "weir.participant.privacy.epsilon is " + epsilon);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1, Double.NaN})
    void deltaIsAChance(double delta) {
        refused(
                with(privacy -> privacy.setBudget(new PrivacyBudget(1.0, delta))),
                "weir.participant.privacy.delta is " + delta);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -0.1, Double.NaN})
    void aQuantileIsAShare(double quantile) {
        refused(with(privacy -> privacy.setClipQuantile(quantile)), "weir.participant.privacy.quantile is " + quantile);
    }

    @Test
    void aClipThatFollowsTheNormsNeedsAnswersInTheClearAndNoTree() {
        accepted(with(privacy -> privacy.setClipQuantile(0.5)));
        refused(hidden(privacy -> privacy.setClipQuantile(0.5)), "quantile is 0.5");
        refused(with(privacy -> privacy.setMechanism(NoiseMechanism.TREE).setClipQuantile(0.5)), "quantile is 0.5");
    }

    @Test
    void otherTermsAreOfAKindThatIsKnown() {
        refused(with(privacy -> privacy.setMechanism(NoiseMechanism.UNKNOWN)), "mechanism is UNKNOWN");
        refused(with(privacy -> privacy.setDataRounds(-1)), "data.rounds is -1");
    }

    @Test
    void whatRoundZeroTellsIsNotHiddenByLaterNoise() {
        FederationSettings gathering = FederationSettings.newBuilder(PLAIN)
                .setManifest(new Federation(4, 10, 4).manifest(true))
                .build();

        refused(gathering, "weir.participant.privacy.public.statistics is false: allowed is true");
        refused(gathering, "name centre and scale of every numeric column");
        accepted(FederationSettings.newBuilder(gathering)
                .setParticipantPrivacy(privacy().setPublicStatistics(true).build())
                .build());
        accepted(FederationSettings.newBuilder(gathering)
                .setParticipantPrivacy(null)
                .build());
    }

    @Test
    void noiseStaysOnItsGridAndIsSentOnce() {
        refused(FederationSettings.newBuilder(PLAIN).setCodec(Codec.BF16).build(), "weir.codec is BF16");
        refused(FederationSettings.newBuilder(PLAIN).setClientMomentum(0.5).build(), "weir.client.momentum is 0.5");
        refused(with(privacy -> privacy.setNoiseMultiplier(1e-6)), "weir.participant.privacy.noise is 1.0E-6");
    }

    @Test
    void theGridIsThatOfWhatIsTrainedWithRoomForAllLevels() {
        FederationSettings tree = with(privacy -> privacy.setMechanism(NoiseMechanism.TREE));

        assertThat(ParticipantPrivacyRules.grid(tree, tree.getParticipantPrivacy(), 25, 0.5))
                .satisfies(grid -> assertThat(grid.parameters()).isEqualTo(10))
                .satisfies(grid -> assertThat(grid.nodes()).isEqualTo(4));
        assertThat(ParticipantPrivacyRules.grid(PLAIN, PLAIN.getParticipantPrivacy(), 25, 0.5)
                        .nodes())
                .isEqualTo(1);
    }
}
