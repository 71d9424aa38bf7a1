package io.weir.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.audit.AuditReport.Extent;
import io.weir.cli.audit.AuditReport.Signature;
import io.weir.cli.audit.MemoryAuditSource.Changed;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.ReasonCode;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real federation that hides updates, audited as it is and after every kind of tampering with what its committee said. */
class HiddenAuditIT {
    private static final Topics TOPICS = new Topics(AuditedFederation.NAME);
    private static final RecomputationPlan PLAN = RecomputationPlan.asRecorded();

    @TempDir
    static Path directory;

    private static AuditedFederation federation;
    private static MemoryAuditSource snapshot;
    private static Serde<SpecificRecord> serde;

    @BeforeAll
    static void runAFederation() {
        federation = AuditedFederation.runHidden(directory);
        snapshot = federation.snapshot();
        serde = WeirSerdes.serde(federation.connection().clientProperties());
    }

    @AfterAll
    static void end() {
        federation.close();
    }

    @Test
    void everythingHoldsOnTheBrokersAsItWasPublished() {
        Auditor auditor = new Auditor(
                AuditedFederation.NAME, serde.deserializer(), () -> new KafkaAuditSource(federation.connection()));

        AuditReport report = auditor.audit(
                OptionalLong.empty(), PLAN, AuditTrust.settings().aggregators(federation.aggregatorKeys()));

        assertThat(report.findings()).isEmpty();
        assertThat(report.announcements()).isEqualTo(Signature.GIVEN_KEY);
        assertThat(report.rounds()).hasSize(AuditedFederation.ROUNDS + 1).allSatisfy(round -> {
            assertThat(round.extent()).isEqualTo(Extent.MODEL);
            assertThat(round.notRetained()).isEmpty();
        });
        assertThat(verdict().getRejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getParticipant()).isEqualTo(AuditedFederation.HOSTILE);
            assertThat(rejection.getReason()).isEqualTo(ReasonCode.SHARES_REFUSED);
            assertThat(rejection.getDetail()).contains("SHARES_SEALED_WRONG", "bank-a shows");
        });
    }

    private static Verdict verdict() {
        return snapshot.of(TOPICS.verdicts()).get(0).stream()
                .map(record -> (Verdict) serde.deserializer().deserialize(TOPICS.verdicts(), record.value()))
                .filter(verdict -> verdict.getRound() == 2)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void everyTamperingIsFoundAndNamed(HiddenTampering tampering) {
        MemoryAuditSource tampered = snapshot.copy();
        Changed changed = tampering.apply(tampered, TOPICS, serde, federation::identity);

        AuditReport report = audit(tampered, AuditTrust.settings());

        assertThat(report.holds()).isFalse();
        Finding first = report.findings().get(0);
        assertThat(first.what()).contains(tampering.named());
        assertThat(first.topic()).as(first.what()).isEqualTo(changed.topic());
        assertThat(first.offset()).as(first.what()).isEqualTo(changed.offset());
    }

    @Test
    void withoutTheCommitteeTopicTheVerdictIsTakenAtItsWordAndTheReportSaysSo() {
        MemoryAuditSource expired = snapshot.copy();
        expired.drop(TOPICS.committee());

        AuditReport report = audit(expired, AuditTrust.settings());

        assertThat(report.holds()).isTrue();
        assertThat(report.rounds())
                .allSatisfy(round -> assertThat(round.notRetained()).containsExactly("committee topic"));
    }

    @Test
    void aTopicWhoseBeginningIsGoneHoldsTheRoundsAfterIt() {
        MemoryAuditSource cut = snapshot.copy();
        cut.cutBefore(TOPICS.committee(), 1, serde);

        AuditReport report = audit(cut, AuditTrust.settings());

        assertThat(report.findings()).isEmpty();
        assertThat(report.rounds())
                .extracting(AuditReport.RoundCheck::notRetained)
                .containsExactly(List.of("committee topic"), List.of("committee topic"), List.of(), List.of());
    }

    @Test
    void anotherAggregatorsCertificateRefusesAnnouncementsAndCalls() {
        byte[] stranger = ParticipantIdentity.generate("x", Duration.ofDays(1), Instant.now())
                .publicKey();

        AuditReport report = audit(snapshot, AuditTrust.settings().aggregators(List.of(ByteBuffer.wrap(stranger))));

        assertThat(report.findings()).extracting(Finding::what).anySatisfy(what -> assertThat(what)
                .contains("the announcement of round 2", "--aggregator-certificate"));
        assertThat(report.findings()).extracting(Finding::topic).contains(TOPICS.rounds(), TOPICS.committee());
    }

    private static AuditReport audit(MemoryAuditSource source, AuditTrust trust) {
        return new Auditor(AuditedFederation.NAME, serde.deserializer(), () -> source)
                .audit(OptionalLong.empty(), PLAN, trust.publisher(Optional.of(federation.publisherKey())));
    }
}
