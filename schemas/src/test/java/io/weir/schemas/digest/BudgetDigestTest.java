package io.weir.schemas.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schemas.serde.WireTrust;
import io.weir.wire.BudgetRecord;
import io.weir.wire.GaussianSteps;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantSpent;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.SharedNoise;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class BudgetDigestTest {
    private static final BudgetRecord RECORD = BudgetRecord.newBuilder()
            .setFederation("cards")
            .setParticipant("bank-a")
            .setSequence(2)
            .setBudget(new PrivacyBudget(3.0, 1e-6))
            .setSpent(List.of(new GaussianSteps(0.1, 1.5, 20L)))
            .setEpsilonSpent(1.25)
            .setAccountant("PLD")
            .setLastRound(2)
            .setWrittenAtMs(7)
            .setSignatureAlgorithm("Ed25519")
            .setSignature(ByteBuffer.wrap(new byte[] {1}))
            .build();

    private static final Map<String, UnaryOperator<BudgetRecord.Builder>> CHANGES = new LinkedHashMap<>();

    static {
        WireTrust.install();
        CHANGES.put("federation", record -> record.setFederation("card"));
        CHANGES.put("participant", record -> record.setParticipant("bank-b"));
        CHANGES.put("sequence", record -> record.setSequence(3));
        CHANGES.put("budget", record -> record.setBudget(new PrivacyBudget(3.0, 1e-5)));
        CHANGES.put("spent", record -> record.setSpent(List.of(new GaussianSteps(0.1, 1.5, 21L))));
        CHANGES.put("epsilonSpent", record -> record.setEpsilonSpent(1.5));
        CHANGES.put("accountant", record -> record.setAccountant("RDP"));
        CHANGES.put("lastRound", record -> record.setLastRound(3));
        CHANGES.put("writtenAtMs", record -> record.setWrittenAtMs(8));
        CHANGES.put("participantSpent", record -> record.setParticipantSpent(ofParticipant(3)));
        CHANGES.put("signatureAlgorithm", record -> record.setSignatureAlgorithm("SHA256withECDSA"));
    }

    private static ParticipantSpent ofParticipant(long rounds) {
        return new ParticipantSpent(
                new PrivacyBudget(8.0, 1e-5),
                List.of(new SharedNoise(NoiseMechanism.GAUSSIAN, 1.0, 16.0, 5, 5, 100L, 0L, 0L, rounds)),
                2.5);
    }

    @Test
    void coversWhatWasSpentOfTheParticipant() {
        BudgetRecord three = BudgetRecord.newBuilder(RECORD)
                .setParticipantSpent(ofParticipant(3))
                .build();
        BudgetRecord four = BudgetRecord.newBuilder(RECORD)
                .setParticipantSpent(ofParticipant(4))
                .build();

        assertThat(PrivacyDigests.budget(three)).isNotEqualTo(PrivacyDigests.budget(four));
    }

    @Test
    void coversEveryFieldButTheSignature() {
        assertThat(BudgetRecord.getClassSchema().getFields())
                .extracting(Schema.Field::name)
                .filteredOn(name -> !name.equals("signature"))
                .containsExactlyElementsOf(CHANGES.keySet());
        CHANGES.forEach((field, change) -> assertThat(PrivacyDigests.budget(
                        change.apply(BudgetRecord.newBuilder(RECORD)).build()))
                .as(field)
                .isNotEqualTo(PrivacyDigests.budget(RECORD)));
        BudgetRecord resigned = BudgetRecord.newBuilder(RECORD)
                .setSignature(ByteBuffer.allocate(0))
                .build();
        assertThat(PrivacyDigests.budget(resigned)).isEqualTo(PrivacyDigests.budget(RECORD));
    }
}
