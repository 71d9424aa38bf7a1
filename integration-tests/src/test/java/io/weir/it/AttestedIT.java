package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.AuditReport.Extent;
import io.weir.cli.audit.AuditReport.RoundCheck;
import io.weir.cli.audit.AuditTrust;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.audit.Replay;
import io.weir.cli.demo.Demos;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.cli.report.DemoResult;
import io.weir.client.attested.AttestedRoundCheck;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.RoundFailed;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Federations whose updates are sealed for aggregators with simulated attestation. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
class AttestedIT {
    private static final int ROUNDS = 2;
    private static final String RESTARTED = "attested-restart";
    /** Bytes in the middle of a payload: parameters, not Arrow's framing. */
    private static final int SAMPLE_BYTES = 32;

    private final Connection connection;

    @TempDir
    private Path directory;

    AttestedIT(Connection connection) {
        this.connection = connection;
    }

    @Test
    void theModelIsThatOfUpdatesInTheClearAndTheBrokerSeesNoneOfThem() throws InterruptedException {
        DemoResult plain =
                Demos.sealed(connection, "attested-plain", ROUNDS, false).result();
        DemoResult sealed =
                Demos.sealed(connection, "attested-demo", ROUNDS, true).result();

        assertThat(sealed.rounds())
                .extracting(DemoResult.Round::outcome)
                .isEqualTo(
                        plain.rounds().stream().map(DemoResult.Round::outcome).toList());
        assertThat(sealed.configuration()).containsEntry(DemoResult.ATTESTATION, "SIMULATED, protects nothing");
        for (long round = 0; round <= ROUNDS; round++) {
            List<byte[]> values = samples(new Topics("attested-plain").roundUpdates(round));
            assertThat(values).isNotEmpty();
            assertThat(anyHolds("attested-plain", round, values)).isTrue();
            assertThat(anyHolds("attested-demo", round, values)).isFalse();
        }
        AuditReport audit = audit("attested-demo", Optional.empty());
        assertThat(audit.holds()).as(audit.findings().toString()).isTrue();
        assertThat(audit.rounds()).extracting(RoundCheck::extent).containsOnly(Extent.SEALED);
        assertThat(audit.rounds())
                .allSatisfy(round ->
                        assertThat(round.notes()).singleElement().asString().contains("not verified"));
        assertThatThrownBy(() -> Replay.of(auditor("attested-demo"), 1, RecomputationPlan.asRecorded()))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("sealed");
    }

    private List<byte[]> samples(String topic) {
        return TopicSnapshot.read(connection, topic).stream()
                .map(TopicSnapshot.Entry::value)
                .filter(UpdateChunk.class::isInstance)
                .map(value -> sample(((UpdateChunk) value).getPayload()))
                .toList();
    }

    private static byte[] sample(ByteBuffer payload) {
        byte[] sample = new byte[SAMPLE_BYTES];
        payload.duplicate().position(payload.limit() - payload.remaining() / 4).get(sample);
        return sample;
    }

    private boolean anyHolds(String federation, long round, List<byte[]> values) {
        return RawTopic.read(connection, new Topics(federation).roundUpdates(round)).values().stream()
                .map(record -> new String(record, StandardCharsets.ISO_8859_1))
                .anyMatch(record -> values.stream()
                        .anyMatch(value -> record.contains(new String(value, StandardCharsets.ISO_8859_1))));
    }

    @Test
    void anAggregatorThatIsRestartedInMidRoundFailsItAndGoesOnWithTheNext() {
        SimulatedAttestation simulated = new SimulatedAttestation(directory);
        List<Bank> banks =
                List.of(Bank.in(directory, "bank-a"), Bank.in(directory, "bank-b"), Bank.in(directory, "bank-c"));
        try (TestFederation federation = new TestFederation(
                connection, RESTARTED, banks.get(0).file(), banks, settings -> settings.setAttested(true))) {
            AggregatorApplication first = federation.startAggregator(directory.resolve("one"), simulated.provider());
            federation.startPublisher();
            GatedTrainer gated = new GatedTrainer(banks.get(0).trainer(federation.schema()), 1);
            Map<String, String> demands = simulated.demands(RESTARTED);
            federation.start(banks.get(0), gated, UpdateInterceptor.NONE, demands);
            List<RunningBank> others = banks.subList(1, 3).stream()
                    .map(bank ->
                            federation.start(bank, bank.trainer(federation.schema()), UpdateInterceptor.NONE, demands))
                    .toList();
            gated.awaitReached(1);
            Eventually.holds("the others have sent", () -> others.stream()
                    .allMatch(bank -> bank.told().hasSent(1)));
            first.close();

            federation.startAggregator(directory.resolve("two"), simulated.provider());

            Eventually.holds("round 1 fails", () -> federation.round(1).orElseThrow() instanceof RoundFailed);
            assertThat(((RoundFailed) federation.round(1).orElseThrow()).getReason())
                    .matches("(?s)(GUARD_MOVED|ENCLAVE_KEY_LOST).*");
            gated.open(1);
            federation.awaitVersion(2);
            assertThat(federation.verdict(2).getAdmitted()).hasSize(3);
            assertThat(federation.verdict(3).getAdmitted()).hasSize(3);
            AuditReport audit = audit(RESTARTED, Optional.of(simulated.check()));
            assertThat(audit.holds()).as(audit.findings().toString()).isTrue();
            assertThat(audit.rounds()).extracting(RoundCheck::round).containsExactly(0L, 2L, 3L);
            assertThat(audit.rounds()).extracting(RoundCheck::extent).containsOnly(Extent.SEALED);
            assertThat(audit.rounds())
                    .allSatisfy(round -> assertThat(round.notes()).containsExactly("evidence of 1 key(s) verified"));
        }
    }

    private AuditReport audit(String federation, Optional<AttestedRoundCheck> demanded) {
        return auditor(federation)
                .audit(
                        OptionalLong.empty(),
                        RecomputationPlan.asRecorded(),
                        AuditTrust.settings().evidence(demanded));
    }

    private Auditor auditor(String federation) {
        return new Auditor(
                federation,
                WeirSerdes.deserializer(connection.clientProperties()),
                () -> new KafkaAuditSource(connection));
    }
}
