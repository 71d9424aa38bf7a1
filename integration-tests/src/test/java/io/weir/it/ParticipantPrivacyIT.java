package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.ParticipantPrivacyRequest;
import io.weir.cli.federation.SecureDefaults;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.client.SecureConfig;
import io.weir.client.StatisticsAnswers;
import io.weir.client.budget.BudgetRecords;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.model.CommitMetrics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.BudgetRecord;
import io.weir.wire.Codec;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Banks that add noise to hide whether they took part, in the clear and hidden, over a real broker. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
class ParticipantPrivacyIT {
    private static final double DELTA = 1e-5;

    private final Connection connection;

    @TempDir
    private Path directory;

    private List<Bank> banks;

    ParticipantPrivacyIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeEach
    void makeBanks() {
        banks = List.of(Bank.in(directory, "bank-a"), Bank.in(directory, "bank-b"), Bank.in(directory, "bank-c"));
    }

    private static ParticipantPrivacyRequest request(int shares, double quantile, NoiseMechanism mechanism) {
        return new ParticipantPrivacyRequest(
                OptionalDouble.empty(),
                DELTA,
                OptionalDouble.of(1.5),
                OptionalInt.of(shares),
                0.5,
                quantile,
                mechanism,
                0,
                false);
    }

    private TestFederation federation(String name, ParticipantPrivacyRequest request, Optional<SecureBackend> backend) {
        TestFederation federation =
                new TestFederation(connection, name, SampleData.scaledSchema(directory), banks, settings -> {
                    // Nobody's labels are counted.
                    settings.setTraining(Map.of("label.shift", "0"));
                    backend.ifPresent(hiding -> SecureDefaults.apply(
                            settings,
                            SecureDefaults.settings(hiding, Map.of("committee.size", "3", "group.min", "3"))));
                    request.apply(settings.setRounds(2));
                    return settings;
                });
        federation.startAggregator(directory.resolve(name));
        federation.startPublisher();
        for (Bank bank : banks) {
            if (backend.isPresent()) {
                federation.startHiding(
                        bank,
                        SecureIdentity.generate(),
                        UpdateInterceptor.NONE,
                        Map.of(
                                SecureConfig.COMMITTEE,
                                "true",
                                SecureConfig.STATE_DIR,
                                directory.resolve(bank.name() + "-committee").toString()));
            } else {
                federation.start(bank);
            }
        }
        return federation;
    }

    private void assertAudited(String name) {
        AuditReport audit = new Auditor(
                        name,
                        WeirSerdes.deserializer(connection.clientProperties()),
                        () -> new KafkaAuditSource(connection))
                .audit(OptionalLong.empty(), RecomputationPlan.asRecorded().onPartitions(3), Optional.empty());
        assertThat(audit.holds()).as(audit.findings().toString()).isTrue();
        assertThat(audit.rounds()).extracting(AuditReport.RoundCheck::extent).containsOnly(AuditReport.Extent.MODEL);
    }

    private void assertSpentIsTheBudget(TestFederation federation) {
        TopicSnapshot.readCompacted(connection, federation.topics().budget()).values().stream()
                .map(entry -> (BudgetRecord) entry.value())
                .forEach(record -> {
                    PrivacyBudget budget = record.getParticipantSpent().getBudget();
                    assertThat(record.getParticipantSpent().getEpsilonSpent())
                            .isBetween(budget.getEpsilon() * (1 - 1e-6), budget.getEpsilon());
                    assertThat(BudgetRecords.addsUp(record)).isTrue();
                });
    }

    @Test
    void updatesInTheClearAreNoisyStepsOfAGridAndTheClipFollowsTheirNorms() throws Exception {
        String name = "noise-clear";
        try (TestFederation federation = federation(name, request(3, 0.5, NoiseMechanism.GAUSSIAN), Optional.empty())) {
            federation.awaitVersion(2);

            RoundSealed first = federation.awaitSealed(1);
            assertThat(federation.verdict(1).getAdmitted()).hasSize(3);
            assertOnGrid(federation, first.getOpened());
            ParticipantPrivacy before = first.getOpened().getParticipantPrivacy();
            ParticipantPrivacy after = federation.awaitSealed(2).getOpened().getParticipantPrivacy();
            double sum = first.getUpdates().stream()
                    .mapToDouble(update -> update.getMetrics().get(CommitMetrics.CLIP_WITHIN))
                    .sum();
            assertThat(after.getClip()).isNotEqualTo(before.getClip());
            assertThat(after.getClip() < before.getClip()).isEqualTo(sum > 0);
            assertSpentIsTheBudget(federation);
            assertNothingButTraining(federation);
            assertAudited(name);
        }
    }

    /** No announcement asks for statistics, and no topic is there that they could be in. */
    private void assertNothingButTraining(TestFederation federation) throws Exception {
        assertThat(federation.records(federation.topics().rounds()))
                .extracting(entry -> entry.value() instanceof RoundSealed sealed
                        ? sealed.getOpened().getTask()
                        : ((RoundOpened) entry.value()).getTask())
                .containsOnly(RoundTask.TRAINING);
        try (Admin admin = Admin.create(connection.clientProperties())) {
            assertThat(admin.listTopics().names().get())
                    .contains(federation.topics().roundUpdates(1))
                    .doesNotContain(federation.topics().roundUpdates(0));
        }
        assertThat(federation.records(federation.topics().roundUpdates(1)))
                .extracting(TopicSnapshot.Entry::value)
                .filteredOn(UpdateChunk.class::isInstance)
                .isNotEmpty();
    }

    /** The operator may call round 0 public; a bank that does not agree sends nothing, and trains all the same. */
    @Test
    void aBankThatDoesNotAgreeSendsNoStatistics() {
        String name = "noise-public";
        ParticipantPrivacyRequest asked = request(2, 0, NoiseMechanism.GAUSSIAN);
        ParticipantPrivacyRequest allowed = new ParticipantPrivacyRequest(
                asked.epsilon(), DELTA, asked.noise(), asked.shares(), 0.5, 0, asked.mechanism(), 0, true);
        try (TestFederation federation =
                new TestFederation(connection, name, banks.get(0).file(), banks, settings -> {
                    allowed.apply(settings.setRounds(1).setQuorum(2).setDeadlineMs(15_000));
                    return settings;
                })) {
            federation.startAggregator(directory.resolve(name));
            federation.startPublisher();
            RunningBank refusing = federation.start(banks.get(0));
            for (Bank bank : banks.subList(1, 3)) {
                federation.start(
                        bank,
                        bank.trainer(federation.schema()),
                        UpdateInterceptor.NONE,
                        Map.of(StatisticsAnswers.KEY, "always"));
            }
            federation.awaitVersion(1);

            assertThat(federation.verdict(0).getAdmitted()).hasSize(2);
            assertThat(federation.records(federation.topics().roundUpdates(0)))
                    .noneMatch(entry -> entry.key().startsWith("bank-a"));
            assertThat(refusing.told().refused).containsExactly(0L);
            assertThat(refusing.told().trained).containsExactly(1L);
            assertThat(federation.verdict(1).getAdmitted()).hasSize(3);
        }
    }

    private static void assertOnGrid(TestFederation federation, RoundOpened opened) throws Exception {
        for (var entry : federation.records(opened.getTopic())) {
            if (entry.value() instanceof UpdateChunk chunk) {
                assertThat(chunk.getCodec()).isEqualTo(Codec.F32);
                float[] values = new float[chunk.getLength()];
                ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), values.length, values, 0);
                for (float value : values) {
                    double steps = Math.scalb(
                            (double) value, opened.getParticipantPrivacy().getGridBits());
                    assertThat(steps).isEqualTo(Math.rint(steps)).isNotZero();
                }
            } else if (entry.value() instanceof UpdateCommit commit) {
                assertThat(commit.getExamples()).isEqualTo(1);
                assertThat(commit.getPrivacySpent().getEpsilon()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MASK", "RLWE"})
    void hiddenUpdatesHaveTheirNoiseInside(SecureBackend backend) {
        String name = "noise-" + backend.name().toLowerCase(java.util.Locale.ROOT);
        try (TestFederation federation =
                federation(name, request(3, 0, NoiseMechanism.GAUSSIAN), Optional.of(backend))) {
            federation.awaitVersion(2);

            assertThat(federation.verdict(2).getAdmitted()).hasSize(3);
            assertThat(federation.verdict(2).getOpenings()).hasSize(1);
            assertThat(federation
                            .awaitSealed(2)
                            .getOpened()
                            .getParticipantPrivacy()
                            .getClip())
                    .isEqualTo(0.5);
            assertSpentIsTheBudget(federation);
            assertAudited(name);
        }
    }

    @Test
    void aTreeGoesOnOverTheRounds() {
        String name = "noise-tree";
        try (TestFederation federation = federation(name, request(3, 0, NoiseMechanism.TREE), Optional.empty())) {
            federation.awaitVersion(2);

            assertThat(federation
                            .awaitSealed(2)
                            .getOpened()
                            .getParticipantPrivacy()
                            .getTreeFirstRound())
                    .isEqualTo(1);
            assertThat(federation.verdict(2).getAdmitted()).hasSize(3);
            assertSpentIsTheBudget(federation);
            assertAudited(name);
        }
    }
}
