package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.aggregator.testkit.Federation;
import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SecureRulesTest {
    private static FederationSettings.Builder settings(Consumer<SecureSettings.Builder> change) {
        SecureSettings.Builder secure = SecureSettings.newBuilder()
                .setBackend(SecureBackend.MASK)
                .setValueBits(0)
                .setCommittee(5)
                .setThreshold(3)
                .setGroups(1)
                .setGroupMin(2)
                .setNeighbours(0)
                .setCommitteeTimeoutMs(1000);
        change.accept(secure);
        Federation federation = new Federation(1, 1, 1);
        return FederationSettings.newBuilder(federation.settings(2, false))
                .setAggregatorPublicKeys(
                        List.of(ByteBuffer.wrap(federation.aggregator().publicKey())))
                .setSecure(secure.build());
    }

    private static void refuses(FederationSettings.Builder settings, String message) {
        assertThatThrownBy(() -> FederationRules.validate(settings.build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void acceptsWhatFitsTogether() {
        assertThatCode(() -> FederationRules.validate(settings(s -> {}).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAThresholdThatTwoHalvesReach() {
        refuses(settings(s -> s.setCommittee(6)), "weir.secure.threshold is 3: allowed is more than half");
        refuses(settings(s -> s.setThreshold(6)), "at most all of it");
    }

    @Test
    void refusesGroupsOfOneAndOddNeighbours() {
        refuses(settings(s -> s.setGroupMin(1)), "weir.secure.group.min is 1");
        refuses(settings(s -> s.setNeighbours(3)), "an even number");
        refuses(settings(s -> s.setGroupMin(3)), "weir.round.quorum is 2: allowed is at least weir.secure.group.min");
    }

    @Test
    void refusesACommitteeThatAnybodyMayCall() {
        refuses(settings(s -> {}).setAggregatorPublicKeys(List.of()), "--aggregator-certificate");
        assertThatCode(() -> FederationRules.validate(settings(s -> s.setBackend(SecureBackend.PLAIN))
                        .setAggregatorPublicKeys(List.of())
                        .build()))
                .as("nobody is called where nothing is hidden")
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatNeedsSingleUpdates() {
        refuses(settings(s -> {}).setClientMomentum(0.5), "a bank cannot read its own hidden update");
        refuses(settings(s -> {}).setRule("sign-clustering"), "no counts of signs");
        refuses(
                settings(s -> s.setGroups(4)).setRule("krum").setRuleParameters(Map.of("f", "1")),
                "weir.secure.groups is 4: allowed is at least 5");
    }
}
