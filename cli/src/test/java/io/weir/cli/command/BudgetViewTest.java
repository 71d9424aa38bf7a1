package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.federation.BudgetAccounts;
import io.weir.cli.federation.FederationDefaults;
import io.weir.client.budget.BudgetRecords;
import io.weir.client.budget.Charge;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.PrivacyDigests;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.PrivacyBudget;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetViewTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final GaussianPlan COST = new GaussianPlan(1, 5, 1);
    private static final PrivacyBudget BUDGET = new PrivacyBudget(3.0, 1e-5);

    private final ParticipantIdentity bankA = identity("bank-a");
    private final ParticipantIdentity bankB = identity("bank-b");
    private final FederationSettings settings = FederationDefaults.settings(
                    "cards", new ModelManifest("logreg", List.of(), 1L, Map.of()))
            .setPrivacyBudget(BUDGET)
            .build();
    private final BudgetRecord first = after(Optional.empty(), 1, bankA);
    private final BudgetRecord second = after(Optional.of(first), 2, bankA);

    private static ParticipantIdentity identity(String name) {
        return ParticipantIdentity.generate(name, Duration.ofDays(1), NOW);
    }

    private static BudgetRecord after(Optional<BudgetRecord> before, long round, ParticipantIdentity signer) {
        return BudgetRecords.after(before, "cards", round, Charge.of(BUDGET, COST), signer, NOW);
    }

    private static ParticipantEntry entry(ParticipantIdentity identity) {
        return new ParticipantEntry(
                "cards",
                identity.name(),
                ParticipantState.ACTIVE,
                ByteBuffer.wrap(identity.certificateDer()),
                NOW.toEpochMilli());
    }

    private ObjectNode shown(BudgetRecord... records) {
        return BudgetView.json(
                JsonNodeFactory.instance.objectNode(),
                BudgetAccounts.of(settings, List.of(entry(bankA), entry(bankB)), List.of(records)));
    }

    @Test
    void showsWhatEachParticipantHasSpent() {
        ObjectNode document = shown(first, second);

        assertThat(document.at("/privacySpent/0/epsilon").asDouble())
                .isCloseTo(Accounting.PLD.epsilon(COST.withSteps(2), 1e-5), within(1e-9));
        assertThat(document.at("/privacySpent/0/budget").asDouble()).isEqualTo(3);
        assertThat(document.at("/privacySpent/0/lastRound").asLong()).isEqualTo(2);
        assertThat(document.at("/privacySpent/0/addsUp").asBoolean()).isTrue();
        assertThat(document.at("/privacySpent/1/epsilon").asDouble()).isZero();
        assertThat(document.at("/privacySpent/1/lastRound").isMissingNode()).isTrue();
    }

    @Test
    void believesTheParticipantsSignatureOnlyAndItsNewestRecord() {
        BudgetRecord forged = after(Optional.of(second), 7, identity("bank-a"));

        ObjectNode document = shown(second, forged, first);

        assertThat(document.at("/privacySpent/0/lastRound").asLong()).isEqualTo(2);
    }

    @Test
    void saysIfTheStepsDoNotCostWhatTheRecordSays() {
        BudgetRecord cheaper = BudgetRecord.newBuilder(second)
                .setEpsilonSpent(second.getEpsilonSpent() / 2)
                .build();
        BudgetRecord signed = BudgetRecord.newBuilder(cheaper)
                .setSignature(ByteBuffer.wrap(bankA.sign(PrivacyDigests.budget(cheaper))))
                .build();

        assertThat(shown(signed).at("/privacySpent/0/addsUp").asBoolean()).isFalse();
        assertThat(BudgetView.text(BudgetAccounts.of(settings, List.of(entry(bankA)), List.of(signed))))
                .contains("DIFFERS");
    }
}
