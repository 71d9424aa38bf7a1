package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.AuditReport.RoundCheck;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.guard.Rules;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.Admission;
import io.weir.wire.AggregateSlice;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceProducts;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;

/** What must hold in the topics of a finished federation in which every bank took part in every round. */
final class CountedOnce {
    private final FederationView federation;
    private final List<String> banks;
    private final List<Long> rounds;

    private CountedOnce(FederationView federation, List<String> banks, List<Long> rounds) {
        this.federation = federation;
        this.banks = banks;
        this.rounds = rounds;
    }

    /**
     * Checks rounds 0 to {@code lastRound}, of which each must have led to a version.
     *
     * @param banks every enrolled bank, in the order of names
     */
    static void check(FederationView federation, List<Bank> banks, long lastRound) {
        CountedOnce once = new CountedOnce(
                new FederationView(impatient(federation.connection), federation.name),
                banks.stream().map(Bank::name).toList(),
                LongStream.rangeClosed(0, lastRound).boxed().toList());
        List<RoundOpened> opened = once.roundsOpenOnceAndAreSealedOnce();
        once.verdictsAdmitEveryBankOnce();
        once.updatesAreMeasuredOnce(opened);
        once.innerProductsAreTakenOnce(opened);
        once.slicesAreEmittedOnce(opened);
        once.onlyDuplicatesAreRefused();
        once.auditHolds();
    }

    /** Everything is there already: a fetch at a topic's end need not wait for more. */
    private static Connection impatient(Connection connection) {
        return new Connection(
                connection.bootstrapServers(), connection.schemaRegistryUrl(), Map.of("fetch.max.wait.ms", "10"));
    }

    private <T extends SpecificRecord> List<T> all(String topic, Class<T> type) {
        return only(federation.records(topic), type);
    }

    private static <T extends SpecificRecord> List<T> only(List<TopicSnapshot.Entry> records, Class<T> type) {
        return records.stream()
                .map(TopicSnapshot.Entry::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private List<RoundOpened> roundsOpenOnceAndAreSealedOnce() {
        List<TopicSnapshot.Entry> records =
                federation.records(federation.topics().rounds());
        List<RoundOpened> opened = only(records, RoundOpened.class);
        List<RoundSealed> sealed = only(records, RoundSealed.class);
        assertThat(opened).extracting(RoundOpened::getRound).as("rounds opened").isEqualTo(rounds);
        assertThat(sealed)
                .extracting(RoundSealed::getOpened)
                .as("rounds sealed")
                .isEqualTo(opened);
        assertThat(records).as("nothing else was announced").hasSize(2 * rounds.size());
        return opened;
    }

    private void verdictsAdmitEveryBankOnce() {
        List<Verdict> verdicts = all(federation.topics().verdicts(), Verdict.class);
        assertThat(verdicts).extracting(Verdict::getRound).as("verdicts").isEqualTo(rounds);
        assertThat(verdicts).allSatisfy(verdict -> {
            assertThat(verdict.getAdmitted())
                    .extracting(Admission::getParticipant)
                    .as("admitted in round %d", verdict.getRound())
                    .isEqualTo(banks);
            assertThat(verdict.getRejected())
                    .as("refused in round %d", verdict.getRound())
                    .isEmpty();
        });
    }

    private void updatesAreMeasuredOnce(List<RoundOpened> opened) {
        List<String> expected = new ArrayList<>();
        opened.forEach(round ->
                banks.forEach(bank -> IntStream.range(0, Math.min(round.getPartitions(), round.getChunkCount()))
                        .forEach(partition -> expected.add(measured(round.getRound(), bank, partition)))));
        assertThat(all(federation.topics().statistics(), SliceMeasured.class))
                .extracting(report -> measured(report.getRound(), report.getParticipant(), report.getPartition()))
                .as("reports of whole updates")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String measured(long round, String bank, int partition) {
        return "round " + round + ", " + bank + ", partition " + partition;
    }

    /** In training rounds whose rule needs them, and in rounds whose sums are opened by group. */
    private void innerProductsAreTakenOnce(List<RoundOpened> opened) {
        List<String> expected = new ArrayList<>();
        opened.stream()
                .filter(round -> round.getSecure() != null
                        || (round.getTask() == RoundTask.TRAINING
                                && Rules.named(round.getRule(), round.getRuleParameters())
                                        .needsGram()))
                .forEach(round -> IntStream.range(0, round.getChunkCount())
                        .forEach(chunk -> expected.add(chunkOf(round.getRound(), chunk))));
        assertThat(all(federation.topics().statistics(), SliceProducts.class))
                .extracting(report -> chunkOf(report.getRound(), report.getChunkIndex()))
                .as("inner products")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String chunkOf(long round, int chunk) {
        return "round " + round + ", chunk " + chunk;
    }

    private void slicesAreEmittedOnce(List<RoundOpened> opened) {
        List<String> expected = new ArrayList<>();
        opened.forEach(round -> IntStream.range(0, round.getChunkCount())
                .forEach(chunk -> expected.add(chunkOf(round.getRound(), chunk))));
        assertThat(all(federation.topics().aggregates(), AggregateSlice.class))
                .extracting(slice -> chunkOf(slice.getRound(), slice.getChunkIndex()))
                .as("slices of sums")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A bank that cannot know what of its update has arrived may send it again. */
    private void onlyDuplicatesAreRefused() {
        assertThat(all(federation.topics().quarantine(), QuarantineRecord.class))
                .as("quarantine")
                .allMatch(record -> record.getReason() == ReasonCode.DUPLICATE);
    }

    /** One chain of records, each round once; every round's sum and model come out of its topic again. */
    private void auditHolds() {
        AuditReport report = new Auditor(
                        federation.name,
                        WeirSerdes.deserializer(federation.connection.clientProperties()),
                        () -> new KafkaAuditSource(federation.connection))
                .audit(OptionalLong.empty(), RecomputationPlan.asRecorded(), Optional.empty());
        assertThat(report.findings()).as("findings of the audit").isEmpty();
        assertThat(report.ledgerRecords()).as("ledger records").isEqualTo(rounds.size());
        assertThat(report.rounds()).extracting(RoundCheck::round).isEqualTo(rounds);
        assertThat(report.rounds()).extracting(RoundCheck::extent).containsOnly(AuditReport.Extent.MODEL);
    }
}
