package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.aggregator.testkit.Federation;
import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FederationRulesTest {
    private static FederationSettings settings(long deadlineMs, long retentionMs) {
        return FederationSettings.newBuilder(new Federation(1, 1, 1).settings(2, false))
                .setDeadlineMs(deadlineMs)
                .setAuditRetentionMs(retentionMs)
                .build();
    }

    @Test
    void theRetentionMustExceedTheDeadline() {
        assertThatThrownBy(() -> FederationRules.validate(settings(5000, 5000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weir.audit.retention.ms is 5000: allowed is -1 (for ever), or more than"
                        + " weir.round.deadline.ms, which is 5000");
        assertThatCode(() -> FederationRules.validate(settings(5000, 5001))).doesNotThrowAnyException();
    }

    @Test
    void roundsMayBeKeptForEver() {
        assertThatCode(() -> FederationRules.validate(settings(5000, -1))).doesNotThrowAnyException();
        assertThatThrownBy(() -> FederationRules.validate(settings(5000, -2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theQuorumMustBeEnoughForTheRule() {
        assertThatThrownBy(() -> FederationRules.validate(krum(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "weir.round.quorum is 4: allowed is at least 5, which rule 'norm-mad,krum' needs with its f;"
                                + " raise the quorum or lower f");
        assertThatCode(() -> FederationRules.validate(krum(5))).doesNotThrowAnyException();
    }

    @Test
    void sealedUpdatesGoNeitherWithHiddenOnesNorWithMomentum() {
        FederationSettings attested = FederationSettings.newBuilder(settings(5000, -1))
                .setAttested(true)
                .build();

        assertThatCode(() -> FederationRules.validate(attested)).doesNotThrowAnyException();
        assertThatThrownBy(() -> FederationRules.validate(FederationSettings.newBuilder(attested)
                        .setClientMomentum(0.5)
                        .build()))
                .hasMessageContaining("weir.client.momentum is 0.5");
        assertThatThrownBy(() -> FederationRules.validate(FederationSettings.newBuilder(attested)
                        .setSecure(new SecureSettings(SecureBackend.PLAIN, 0, 2, 2, 1, 2, 0, 1000L))
                        .build()))
                .hasMessageContaining("weir.attested is true");
    }

    @Test
    void evidenceComesFromOneOfTheKnownProviders() {
        Map<String, String> base = Map.of(AggregatorConfig.FEDERATION, Federation.NAME, "bootstrap.servers", "none:1");
        Map<String, String> wrong = new HashMap<>(base);
        wrong.put(AttestationConfig.PROVIDER, "enclave");

        assertThat(AggregatorConfig.from(base).attestation().evidence()).isEmpty();
        assertThatThrownBy(() -> AggregatorConfig.from(wrong))
                .hasMessage("weir.attestation.provider is 'enclave': allowed is none, tsm or simulator");
    }

    @Test
    void aBankMayNotKeepAllOfItsPreviousUpdate() {
        FederationSettings.Builder settings = FederationSettings.newBuilder(settings(5000, -1));

        assertThatThrownBy(() ->
                        FederationRules.validate(settings.setClientMomentum(1).build()))
                .hasMessage("weir.client.momentum is 1.0: allowed is 0 to below 1");
        assertThatCode(() -> FederationRules.validate(
                        settings.setClientMomentum(0.99).build()))
                .doesNotThrowAnyException();
    }

    private static FederationSettings krum(int quorum) {
        return FederationSettings.newBuilder(settings(5000, -1))
                .setRule("norm-mad,krum")
                .setRuleParameters(Map.of("f", "1"))
                .setQuorum(quorum)
                .build();
    }
}
