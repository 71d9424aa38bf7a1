package io.weir.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.CommandRun;
import io.weir.cli.ExitStatus;
import io.weir.cli.audit.AuditReport.Extent;
import io.weir.cli.audit.MemoryAuditSource.Changed;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.Admission;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real federation's records, audited as they are and after every kind of tampering. */
class AuditIT {
    private static final Topics TOPICS = new Topics(AuditedFederation.NAME);
    private static final RecomputationPlan PLAN = RecomputationPlan.asRecorded();

    @TempDir
    static Path directory;

    private static AuditedFederation federation;
    private static MemoryAuditSource snapshot;
    private static Serde<SpecificRecord> serde;

    @BeforeAll
    static void runAFederation() {
        federation = AuditedFederation.run(directory);
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

        AuditReport report = auditor.audit(OptionalLong.empty(), PLAN, Optional.of(federation.publisherKey()));

        assertThat(report.findings()).isEmpty();
        assertThat(report.ledgerRecords()).isEqualTo(AuditedFederation.ROUNDS + 1);
        assertThat(report.rounds()).hasSize(AuditedFederation.ROUNDS + 1).allSatisfy(round -> {
            assertThat(round.extent()).isEqualTo(Extent.MODEL);
            assertThat(round.notRetained()).isEmpty();
        });
    }

    @Test
    void onePartitionAndEightOneThreadAndFourGiveTheSameDigests() {
        for (int partitions : new int[] {1, 8}) {
            for (int threads : new int[] {1, 4}) {
                AuditReport report = auditor(snapshot)
                        .audit(OptionalLong.of(2), PLAN.onPartitions(partitions).onThreads(threads), Optional.empty());

                assertThat(report.findings()).isEmpty();
                assertThat(report.rounds())
                        .extracting(AuditReport.RoundCheck::extent)
                        .containsExactly(Extent.MODEL);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTamperingIsFoundAndNamed(Tampering tampering) {
        MemoryAuditSource tampered = snapshot.copy();
        Changed changed = tampering.apply(tampered, TOPICS, serde);

        AuditReport report = auditor(tampered).audit(OptionalLong.empty(), PLAN, Optional.empty());

        assertThat(report.holds()).isFalse();
        Finding first = report.findings().get(0);
        assertThat(first.topic()).isEqualTo(changed.topic());
        assertThat(first.partition()).isEqualTo(changed.partition());
        if (tampering.isFoundThroughTheCommit()) {
            // The record is sound by itself; the signed commit behind it says that it was another.
            assertThat(first.offset()).isGreaterThan(changed.offset());
            assertThat(first.what()).contains("CHUNK_MISSING");
        } else {
            assertThat(first.offset()).as(first.what()).isEqualTo(changed.offset());
        }
    }

    @Test
    void anotherPublishersKeyRefusesEveryLedgerRecord() {
        byte[] stranger = ParticipantIdentity.generate("x", Duration.ofDays(1), Instant.now())
                .publicKey();

        AuditReport report = auditor(snapshot).audit(OptionalLong.empty(), PLAN, Optional.of(stranger));

        assertThat(report.findings())
                .hasSize(AuditedFederation.ROUNDS + 1)
                .allSatisfy(finding -> assertThat(finding.topic()).isEqualTo(TOPICS.ledger()));
    }

    @Test
    void anotherAggregatorsKeyRefusesEveryAnnouncementOfTheRound() {
        byte[] stranger = ParticipantIdentity.generate("x", Duration.ofDays(1), Instant.now())
                .publicKey();
        AuditTrust trust = AuditTrust.settings().aggregators(List.of(ByteBuffer.wrap(stranger)));

        AuditReport report = auditor(snapshot).audit(OptionalLong.of(2), PLAN, trust);

        assertThat(report.findings()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.topic()).isEqualTo(TOPICS.rounds());
            assertThat(finding.what()).startsWith("the announcement of round 2 is not what an aggregator signed");
        });
    }

    @Test
    void whatIsNotRetainedIsSaidAndIsNoFailure() {
        MemoryAuditSource expired = snapshot.copy();
        expired.drop(TOPICS.roundUpdates(1));

        AuditReport report = auditor(expired).audit(OptionalLong.of(1), PLAN, Optional.empty());

        assertThat(report.holds()).isTrue();
        assertThat(report.rounds().get(0).extent()).isEqualTo(Extent.RECORDS);
        assertThat(report.rounds().get(0).notRetained()).containsExactly("round topic");
    }

    @Test
    void aVersionPublishedWhileTheTopicsAreReadIsNoFinding() {
        MemoryAuditSource growing = withoutTheNewestModel();
        growing.growAfterTheFirstLook(TOPICS.ledger(), 1);

        AuditReport report = auditor(growing).audit(OptionalLong.of(1), PLAN, Optional.empty());

        assertThat(report.findings()).isEmpty();
        assertThat(report.ledgerRecords()).isEqualTo(AuditedFederation.ROUNDS + 1);
    }

    @Test
    void aHeadSetBackToAnEarlierVersionIsFound() {
        AuditReport report = auditor(withoutTheNewestModel()).audit(OptionalLong.of(1), PLAN, Optional.empty());

        assertThat(report.findings()).extracting(Finding::what).anySatisfy(what -> assertThat(what)
                .contains("the head differs from the ledger's last record: field 'version' is "
                        + (AuditedFederation.ROUNDS - 1)));
    }

    private static MemoryAuditSource withoutTheNewestModel() {
        long newest = AuditedFederation.ROUNDS;
        MemoryAuditSource source = snapshot.copy();
        source.remove(TOPICS.models(), ModelHead.class, head -> head.getVersion() == newest, serde);
        source.remove(TOPICS.models(), ModelChunk.class, chunk -> chunk.getVersion() == newest, serde);
        return source;
    }

    @Test
    void aReplayUnderTheRecordedTermsGivesTheRecordedModelAndOtherTermsAnother() {
        Replay same = Replay.of(auditor(snapshot), 2, PLAN);
        Replay open = Replay.of(auditor(snapshot), 2, PLAN.judgedBy(new RecomputationPlan.Rule("fedavg", Map.of())));
        Replay fewer = Replay.of(auditor(snapshot), 2, PLAN.leavingOut(Set.of("bank-c", "bank-b")));

        assertThat(same.digest()).isEqualTo(same.recordedDigest());
        assertThat(open.hypothetical().verdict().getAdmitted())
                .extracting(Admission::getParticipant)
                .contains(AuditedFederation.HOSTILE);
        assertThat(open.digest()).isPresent().isNotEqualTo(open.recordedDigest());
        assertThat(fewer.digest()).isEmpty();
        assertThat(fewer.hypothetical().failure())
                .hasValueSatisfying(why -> assertThat(why).contains("QUORUM"));
    }

    @Test
    void aProofOfInclusionHoldsOfflineAndBreaksWithAnyChange() throws Exception {
        String proof = Proofs.make(auditor(snapshot), "bank-b", 2);

        Proofs.Checked checked = Proofs.check(proof, Optional.of(federation.publisherKey()));

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.outcome()).isEqualTo("ADMITTED");
        ObjectMapper mapper = new ObjectMapper();
        for (String pointer : List.of(
                "/inclusion/commitDigest",
                "/inclusion/path/0",
                "/ledger/aggregateDigest",
                "/ledger/signature",
                "/ledger/participantsRoot",
                "/ledger/hash",
                "/commit/merkleRoot")) {
            JsonNode changed = mapper.readTree(proof);
            flip(changed, pointer);
            assertThat(Proofs.check(changed.toString(), Optional.of(federation.publisherKey()))
                            .holds())
                    .as(pointer)
                    .isFalse();
        }
        JsonNode other = mapper.readTree(proof);
        ((ObjectNode) other).put("participant", "bank-a");
        assertThat(Proofs.check(other.toString(), Optional.empty()).holds()).isFalse();
    }

    @Test
    void aProofOfRejectionSaysWhy() throws Exception {
        String proof = Proofs.make(auditor(snapshot), AuditedFederation.HOSTILE, 2);

        Proofs.Checked checked = Proofs.check(proof, Optional.of(federation.publisherKey()));

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.outcome()).isEqualTo("REJECTED");
        assertThat(checked.detail()).startsWith(ReasonCode.NORM_OUTLIER.name());
        JsonNode changed = new ObjectMapper().readTree(proof);
        ((ObjectNode) changed.at("/verdict/rejected/0")).put("detail", "another reason");
        assertThat(Proofs.check(changed.toString(), Optional.empty()).holds()).isFalse();
    }

    @Test
    void theCommandsSayByTheirStatusWhetherItHolds() throws Exception {
        Path proof = directory.resolve("proof.json");
        Path stranger = directory.resolve("stranger");
        ParticipantIdentity.generate("stranger", Duration.ofDays(1), Instant.now())
                .save(stranger);
        String certificate = stranger.resolve("participant.crt").toString();

        CommandRun audit = weir("audit", "--json");
        CommandRun doubted = weir("audit", "--publisher-certificate", certificate);
        CommandRun announced = weir("audit", "--aggregator-certificate", certificate);
        CommandRun made = weir("audit", "--proof", "bank-a", "--round", "1", "--out", proof.toString());
        CommandRun checked = CommandRun.of("audit", "--check", proof.toString());
        CommandRun refuted =
                CommandRun.of("audit", "--check", proof.toString(), "--publisher-certificate", certificate);
        CommandRun replay = weir("replay", "--round", "2", "--rule", "fedavg", "--without", "bank-c", "--json");
        CommandRun noRound = weir("audit", "--round", "99");

        assertThat(audit.status()).as(audit.err()).isZero();
        assertThat(new ObjectMapper().readTree(audit.out()).path("holds").asBoolean())
                .isTrue();
        assertThat(doubted.status()).isEqualTo(ExitStatus.NOT_VERIFIED);
        assertThat(doubted.out()).contains(TOPICS.ledger() + "-0@0: ");
        assertThat(announced.status()).isEqualTo(ExitStatus.NOT_VERIFIED);
        assertThat(announced.out()).contains(TOPICS.rounds() + "-0@", "held against the given certificates");
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(checked.status()).as(checked.err()).isZero();
        assertThat(checked.out()).contains("ADMITTED");
        assertThat(refuted.status()).isEqualTo(ExitStatus.NOT_VERIFIED);
        assertThat(replay.status()).as(replay.err()).isZero();
        JsonNode replayed = new ObjectMapper().readTree(replay.out()).path("replayed");
        assertThat(replayed.path("admitted").toString()).isEqualTo("[\"bank-a\",\"bank-b\",\"bank-d\"]");
        assertThat(noRound.status()).isEqualTo(ExitStatus.FAILED);
    }

    private static CommandRun weir(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--federation",
                AuditedFederation.NAME,
                "--bootstrap-server",
                federation.connection().bootstrapServers(),
                "--schema-registry",
                federation.connection().schemaRegistryUrl()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void flip(JsonNode document, String pointer) {
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        String hex = document.at(pointer).asText();
        assertThat(hex).as(pointer).isNotEmpty();
        String flipped = (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
        JsonNode holder = document.at(parent);
        if (holder instanceof ObjectNode object) {
            object.put(name, flipped);
        } else {
            ((ArrayNode) holder).set(Integer.parseInt(name), flipped);
        }
    }

    private static Auditor auditor(MemoryAuditSource source) {
        return new Auditor(AuditedFederation.NAME, serde.deserializer(), () -> source);
    }
}
