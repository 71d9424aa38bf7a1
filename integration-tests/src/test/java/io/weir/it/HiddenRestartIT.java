package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.SecureDefaults;
import io.weir.client.SecureConfig;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.SecureBackend;
import io.weir.wire.Verdict;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Aggregator and committee members are ended while a sum waits to be opened, and started again. */
@ExtendWith(SharedCluster.class)
@Timeout(180)
class HiddenRestartIT {
    private static final String NAME = "hidden-restart";

    private static final UpdateInterceptor SILENT = new UpdateInterceptor() {
        @Override
        public boolean answersCommittee() {
            return false;
        }
    };

    private final Connection connection;
    private final Map<String, SecureIdentity> keys = new HashMap<>();

    @TempDir
    private Path directory;

    HiddenRestartIT(Connection connection) {
        this.connection = connection;
    }

    @Test
    void whatTheCommitteeWasCalledForIsDoneAfterwards() {
        List<Bank> banks =
                List.of(Bank.in(directory, "bank-a"), Bank.in(directory, "bank-b"), Bank.in(directory, "bank-c"));
        banks.forEach(bank -> keys.put(bank.name(), SecureIdentity.generate()));
        try (TestFederation federation =
                new TestFederation(connection, NAME, banks.get(0).file(), banks, settings -> {
                    SecureDefaults.apply(
                            settings, SecureDefaults.settings(SecureBackend.MASK, Map.of("committee.size", "3")));
                    return settings.setRounds(1);
                })) {
            AggregatorApplication first = federation.startAggregator(directory.resolve("one"));
            federation.startPublisher();
            RunningBank answers = start(federation, banks.get(0), UpdateInterceptor.NONE);
            RunningBank silent = start(federation, banks.get(1), SILENT);
            RunningBank alsoSilent = start(federation, banks.get(2), SILENT);
            Eventually.holds("the shares are to be looked at", () -> isCalled(federation, CommitteeStage.CHECK));
            first.close();
            silent.close();
            alsoSilent.close();

            federation.startAggregator(directory.resolve("two"));
            start(federation, banks.get(1), UpdateInterceptor.NONE);
            start(federation, banks.get(2), UpdateInterceptor.NONE);
            federation.awaitVersion(1);

            for (long round = 0; round <= 1; round++) {
                Verdict verdict = federation.verdict(round);
                assertThat(verdict.getAdmitted()).hasSize(3);
                assertThat(verdict.getOpenings()).hasSize(1);
            }
            assertThat(answers.told().sent).hasSize(2);
            AuditReport audit = audit();
            assertThat(audit.holds()).as(audit.findings().toString()).isTrue();
            assertThat(audit.rounds())
                    .extracting(AuditReport.RoundCheck::extent)
                    .containsOnly(AuditReport.Extent.MODEL);
        }
    }

    private RunningBank start(TestFederation federation, Bank bank, UpdateInterceptor interceptor) {
        return federation.startHiding(
                bank,
                keys.get(bank.name()),
                interceptor,
                Map.of(
                        SecureConfig.COMMITTEE,
                        "true",
                        SecureConfig.STATE_DIR,
                        directory.resolve(bank.name() + "-committee").toString()));
    }

    private AuditReport audit() {
        return new Auditor(
                        NAME,
                        WeirSerdes.deserializer(connection.clientProperties()),
                        () -> new KafkaAuditSource(connection))
                .audit(OptionalLong.empty(), RecomputationPlan.asRecorded().onPartitions(3), Optional.empty());
    }

    private static boolean isCalled(TestFederation federation, CommitteeStage stage) {
        return federation.records(federation.topics().committee()).stream()
                .anyMatch(entry -> entry.value() instanceof CommitteeCall call && call.getStage() == stage);
    }
}
