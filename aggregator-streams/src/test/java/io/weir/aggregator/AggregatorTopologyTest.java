package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.Admission;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.Neighbour;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.RoundTopicMarker;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AggregatorTopologyTest {
    private final Federation federation = new Federation(3, 10, 4);
    private final Topics topics = federation.topics();
    private final MemoryLog log = new MemoryLog();
    private final AggregatorConfig config = AggregatorConfig.from(
            Map.of(AggregatorConfig.FEDERATION, Federation.NAME, StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1"));
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        StreamsConfig streams = new StreamsConfig(config.streams());
        Properties properties = new Properties();
        properties.putAll(config.streams());
        driver = new TopologyTestDriver(
                AggregatorTopology.build(topics, federation.serde(), () -> log, 0, Duration.ofMillis(100), streams),
                properties,
                Federation.NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void theTopologyIsTheDocumentedOne() {
        String description = AggregatorTopology.build(
                        topics,
                        federation.serde(),
                        () -> log,
                        0,
                        Duration.ofMillis(100),
                        new StreamsConfig(config.streams()))
                .describe()
                .toString();

        assertThat(description).isEqualTo("""
                Topologies:
                   Sub-topology: 0
                    Source: directives-source (topics: [weir.test.directives])
                      --> slice
                    Source: updates-source (topics: \\Qweir.test.round.\\E[0-9]{6,18}\\.updates)
                      --> slice
                    Processor: slice (stores: [open-rounds, reported])
                      --> aggregates-sink, slice-quarantine-sink, slice-statistics-sink
                      <-- updates-source, directives-source
                    Sink: aggregates-sink (topic: weir.test.aggregates)
                      <-- slice
                    Sink: slice-quarantine-sink (topic: weir.test.quarantine)
                      <-- slice
                    Sink: slice-statistics-sink (topic: weir.test.statistics)
                      <-- slice

                  Sub-topology: 1
                    Source: control-source (topics: [weir.test.control])
                      --> guard
                    Source: models-source (topics: [weir.test.models])
                      --> guard
                    Source: statistics-source (topics: [weir.test.statistics])
                      --> guard
                    Processor: guard (stores: [federation, reports])
                      --> directives-sink, guard-quarantine-sink, rounds-sink, verdicts-sink
                      <-- statistics-source, control-source, models-source
                    Sink: directives-sink (topic: weir.test.directives)
                      <-- guard
                    Sink: guard-quarantine-sink (topic: weir.test.quarantine)
                      <-- guard
                    Sink: rounds-sink (topic: weir.test.rounds)
                      <-- guard
                    Sink: verdicts-sink (topic: weir.test.verdicts)
                      <-- guard

                """);
    }

    @Test
    void aRoundOpensOnlyWhenItsTopicIsReadyAndItsModelPublished() {
        List<SpecificRecord> beforeMarker = create(federation.settings(1, false), 3);
        marker(1);
        List<SpecificRecord> beforeModel = rounds();
        publish(0, 0);

        List<SpecificRecord> opened = rounds();

        assertThat(beforeMarker).isEmpty();
        assertThat(beforeModel).isEmpty();
        assertThat(opened).singleElement().isInstanceOfSatisfying(RoundOpened.class, round -> {
            assertThat(round.getRound()).isEqualTo(1);
            assertThat(round.getTask()).isEqualTo(RoundTask.TRAINING);
            assertThat(round.getBaseVersion()).isZero();
            assertThat(round.getCohort()).hasSize(3);
            assertThat(round.getDeadlineMs() - round.getOpenedAtMs()).isEqualTo(10_000);
        });
    }

    @Test
    void aFederationThatNeedsStatisticsAsksForThemBeforeAnyModel() {
        create(federation.settings(1, true), 3);
        marker(0);

        List<SpecificRecord> opened = rounds();

        assertThat(opened).singleElement().isInstanceOfSatisfying(RoundOpened.class, round -> {
            assertThat(round.getRound()).isZero();
            assertThat(round.getTask()).isEqualTo(RoundTask.STATISTICS);
            assertThat(round.getParameterCount()).isEqualTo(3);
            assertThat(round.getBaseVersion()).isEqualTo(-1);
        });
    }

    @Test
    void aPausedFederationOpensNothingUntilItIsResumed() {
        FederationSettings paused = FederationSettings.newBuilder(federation.settings(1, false))
                .setState(FederationState.PAUSED)
                .build();
        create(paused, 3);
        marker(1);
        publish(0, 0);
        List<SpecificRecord> whilePaused = rounds();

        control(Keys.settings(), federation.settings(1, false));

        assertThat(whilePaused).isEmpty();
        assertThat(rounds()).singleElement().isInstanceOf(RoundOpened.class);
    }

    @Test
    void theCohortsUpdatesBecomeAnExactSumAndTheNextRoundFollowsItsVersion() {
        RoundOpened opened = openFirstRound();
        for (String bank : federation.banks()) {
            send(opened, federation.update(opened, bank, vector(bank, 1), 2));
        }

        List<AggregateSlice> slices = aggregates();
        List<SpecificRecord> sealed = rounds();
        marker(2);
        publish(1, 1);

        assertThat(sum(slices)).containsOnly(3 * 2 * (1L << opened.getScaleBits()));
        assertThat(slices).extracting(AggregateSlice::getTotalWeight).containsOnly(6L);
        assertThat(sealed).singleElement().isInstanceOf(RoundSealed.class);
        assertThat(verdict().getAdmitted()).hasSize(3);
        assertThat(rounds()).singleElement().isInstanceOfSatisfying(RoundOpened.class, next -> {
            assertThat(next.getRound()).isEqualTo(2);
            assertThat(next.getBaseVersion()).isEqualTo(1);
        });
    }

    @Test
    void anUpdateThatIsFarTooLongIsTakenBackOutOfTheSum() {
        RoundOpened opened = openFirstRound();
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 1), 1));
        send(opened, federation.update(opened, "bank-b", vector("bank-b", 30), 1));
        send(opened, federation.update(opened, "bank-c", vector("bank-c", 1), 1));

        List<AggregateSlice> slices = aggregates();

        assertThat(sum(slices)).containsOnly(2 * (1L << opened.getScaleBits()));
        assertThat(verdict().getRejected())
                .extracting(Rejection::getParticipant, Rejection::getReason)
                .containsExactly(tuple("bank-b", ReasonCode.NORM_OUTLIER));
        assertThat(quarantine())
                .extracting(QuarantineRecord::getParticipant, QuarantineRecord::getReason)
                .containsExactly(tuple("bank-b", ReasonCode.NORM_OUTLIER));
    }

    @Test
    void atTheDeadlineAQuorumIsEnoughAndWhoComesLaterIsQuarantined() {
        RoundOpened opened = openFirstRound();
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 1), 1));
        send(opened, federation.update(opened, "bank-b", vector("bank-b", 1), 1));
        List<AggregateSlice> before = aggregates();
        driver.advanceWallClockTime(Duration.ofMillis(10_001));
        List<AggregateSlice> after = aggregates();

        send(opened, federation.update(opened, "bank-c", vector("bank-c", 1), 1));

        assertThat(before).isEmpty();
        assertThat(sum(after)).containsOnly(2 * (1L << opened.getScaleBits()));
        assertThat(verdict().getRejected()).extracting(Rejection::getReason).containsExactly(ReasonCode.NO_UPDATE);
        assertThat(quarantine())
                .hasSize(4)
                .extracting(QuarantineRecord::getReason)
                .containsOnly(ReasonCode.LATE);
    }

    @Test
    void aRoundWithoutQuorumFailsVisiblyAndTheNextOpens() {
        RoundOpened opened = openFirstRound();
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 1), 1));
        // The driver counts the offsets of all topics of a pattern together, so another topic's record comes last.
        marker(2);

        driver.advanceWallClockTime(Duration.ofMillis(10_001));

        List<SpecificRecord> events = rounds();
        assertThat(events.get(0)).isInstanceOfSatisfying(RoundFailed.class, failed -> assertThat(failed.getReason())
                .contains("QUORUM_NOT_REACHED"));
        assertThat(events.get(1)).isInstanceOfSatisfying(RoundOpened.class, next -> {
            assertThat(next.getRound()).isEqualTo(2);
            assertThat(next.getBaseVersion()).isZero();
        });
        assertThat(aggregates()).isEmpty();
        assertThat(quarantine()).extracting(QuarantineRecord::getReason).containsExactly(ReasonCode.LATE);
    }

    @Test
    void updatesThatComeBeforeTheDirectiveAreReadFromTheLog() {
        create(federation.settings(1, false), 3);
        RoundOpened planned = RoundOpened.newBuilder(federation.opened(1, 1))
                .setBaseDigest(federation.head(0, 0).getDigest())
                .build();
        marker(1);
        for (String bank : federation.banks()) {
            send(planned, federation.update(planned, bank, vector(bank, 1), 1));
        }

        publish(0, 0);

        assertThat(sum(aggregates())).hasSize(10).doesNotContain(0L);
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void aRuleThatComparesUpdatesIsFedTheirInnerProductsAndAccusesNobodyItDidNotChoose() {
        create(
                FederationSettings.newBuilder(federation.settings(1, false))
                        .setRule("krum")
                        .setRuleParameters(Map.of("f", "0"))
                        .setQuorum(3)
                        .build(),
                3);
        marker(1);
        publish(0, 0);
        RoundOpened opened = (RoundOpened) rounds().get(0);
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 1), 1));
        send(opened, federation.update(opened, "bank-b", vector("bank-b", 2), 7));
        send(opened, federation.update(opened, "bank-c", vector("bank-c", 9), 1));

        List<AggregateSlice> slices = aggregates();

        assertThat(sum(slices)).containsOnly(1L << opened.getScaleBits());
        assertThat(slices).extracting(AggregateSlice::getTotalWeight).containsOnly(1L);
        assertThat(rounds()).singleElement().isInstanceOf(RoundSealed.class);
        assertThat(verdict().getRejected()).extracting(Rejection::getReason).containsOnly(ReasonCode.NOT_SELECTED);
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void aReferenceIsComparedWithAndNeverSummed() {
        create(
                FederationSettings.newBuilder(federation.settings(1, false))
                        .setRule("fltrust")
                        .setRuleParameters(Map.of("reference", "bank-c"))
                        .setQuorum(2)
                        .build(),
                3);
        marker(1);
        publish(0, 0);
        RoundOpened opened = (RoundOpened) rounds().get(0);
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 5), 1));
        send(opened, federation.update(opened, "bank-b", vector("bank-b", -5), 7));
        send(opened, federation.update(opened, "bank-c", vector("bank-c", 1), 9));

        List<AggregateSlice> slices = aggregates();

        Verdict verdict = verdict();
        assertThat(verdict.getAdmitted()).extracting(Admission::getParticipant).containsExactly("bank-a");
        assertThat(verdict.getRejected())
                .extracting(Rejection::getParticipant, Rejection::getReason)
                .containsExactly(tuple("bank-b", ReasonCode.NOT_SELECTED), tuple("bank-c", ReasonCode.NOT_SELECTED));
        assertThat(verdict.getRejected().get(1).getDetail()).contains("reference");
        double unit = Math.scalb(1.0, -opened.getScaleBits()) / verdict.getTotalWeight();
        assertThat(sum(slices)).hasSize(10).allSatisfy(q -> assertThat(q * unit).isCloseTo(1, within(1e-6)));
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void anUpdateInAnotherDirectionIsQuarantinedWithTheNumbersAndWhatLayNearest() {
        RoundOpened opened = openFirstRound("flame");
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 1), 1));
        send(opened, federation.update(opened, "bank-b", vector("bank-b", 2), 1));
        send(opened, federation.update(opened, "bank-c", vector("bank-c", -1), 1));

        QuarantineRecord record = quarantine().get(0);

        assertThat(record.getReason()).isEqualTo(ReasonCode.DIRECTION_OUTLIER);
        assertThat(record.getStage()).isEqualTo("flame");
        assertThat(record.getEvidence()).containsKeys("meanCosine", "distance", "joined");
        assertThat(record.getNeighbours()).extracting(Neighbour::getParticipant).containsExactly("bank-a", "bank-b");
        assertThat(record.getNeighbours().get(0).getDistance()).isEqualTo(Math.sqrt(10 * 4));
        assertThat(verdict().getRejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getNeighbours()).isEqualTo(record.getNeighbours());
            assertThat(rejection.getStage()).isEqualTo("flame");
        });
    }

    @Test
    void whoWasRevokedIsUnknownToTheNextRoundWhichGoesOnWithout() {
        create(federation.settings(1, false), 3);
        control(
                Keys.participant("bank-c"),
                ParticipantEntry.newBuilder(federation.entry("bank-c"))
                        .setState(ParticipantState.REVOKED)
                        .build());
        marker(1);
        publish(0, 0);
        RoundOpened opened = (RoundOpened) rounds().get(0);
        send(opened, federation.update(opened, "bank-c", vector("bank-c", 1), 1));
        send(opened, federation.update(opened, "bank-a", vector("bank-a", 1), 1));
        send(opened, federation.update(opened, "bank-b", vector("bank-b", 1), 1));

        assertThat(verdict().getAdmitted())
                .extracting(Admission::getParticipant)
                .containsExactly("bank-a", "bank-b");
        assertThat(quarantine()).hasSize(4).allSatisfy(record -> {
            assertThat(record.getParticipant()).isEqualTo("bank-c");
            assertThat(record.getReason()).isEqualTo(ReasonCode.UNKNOWN_PARTICIPANT);
            assertThat(record.getDetail()).contains("revoked");
            assertThat(record.getEvidence()).containsEntry("cohort", 2.0);
        });
    }

    @Test
    void anEarlierRoundsUpdateIsFlaggedAndCountedAfterARestartToo() {
        RoundOpened first = openFirstRound();
        for (String bank : federation.banks()) {
            send(first, federation.update(first, bank, federation.delta(bank.hashCode()), 1));
        }
        Verdict before = verdict();
        restart();
        marker(2);
        publish(1, 1);
        RoundOpened second = (RoundOpened) rounds().get(0);

        send(second, federation.update(second, "bank-a", federation.delta(1), 1));
        send(second, federation.update(second, "bank-b", federation.delta("bank-a".hashCode()), 1));
        send(second, federation.update(second, "bank-c", federation.delta(2), 1));

        Verdict verdict = verdict();
        assertThat(before.getFlags()).isEmpty();
        assertThat(verdict.getAdmitted()).hasSize(3);
        assertThat(verdict.getFlags()).singleElement().satisfies(flag -> {
            assertThat(flag.getParticipant()).isEqualTo("bank-b");
            assertThat(flag.getCode()).isEqualTo(FlagCode.REPLAY);
            assertThat(flag.getDetail()).contains("'bank-a' in round 1");
        });
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void noRoundOpensWhileTheReferenceIsNotEnrolled() {
        create(
                FederationSettings.newBuilder(federation.settings(1, false))
                        .setRule("fltrust")
                        .setRuleParameters(Map.of("reference", "bank-c"))
                        .setQuorum(2)
                        .build(),
                2);
        marker(1);
        publish(0, 0);
        assertThat(rounds()).isEmpty();

        control(Keys.participant("bank-c"), federation.entry("bank-c"));

        assertThat(rounds()).singleElement().isInstanceOf(RoundOpened.class);
    }

    @Test
    void copiesOfAnUpdateAreFlaggedAndCounted() {
        RoundOpened opened = openFirstRound();
        send(opened, federation.update(opened, "bank-a", federation.delta(1), 1));
        send(opened, federation.update(opened, "bank-b", federation.delta(1), 2));
        send(opened, federation.update(opened, "bank-c", new float[10], 1));

        Verdict verdict = verdict();

        assertThat(verdict.getAdmitted()).hasSize(3);
        assertThat(verdict.getFlags())
                .extracting(Flag::getParticipant, Flag::getCode)
                .containsExactly(
                        tuple("bank-a", FlagCode.COPY),
                        tuple("bank-b", FlagCode.COPY),
                        tuple("bank-c", FlagCode.ALL_ZERO));
    }

    /** Another process, which has of the former one what Kafka restores: the guard's stores. */
    private void restart() {
        Map<String, Map<String, SpecificRecord>> stores = new HashMap<>();
        for (String name : List.of(Names.FEDERATION_STORE, Names.REPORTS_STORE)) {
            Map<String, SpecificRecord> store = new HashMap<>();
            driver.<String, SpecificRecord>getKeyValueStore(name)
                    .all()
                    .forEachRemaining(entry -> store.put(entry.key, entry.value));
            stores.put(name, store);
        }
        driver.close();
        start();
        stores.forEach((name, entries) -> entries.forEach(driver.<String, SpecificRecord>getKeyValueStore(name)::put));
    }

    private RoundOpened openFirstRound(String rule) {
        create(
                FederationSettings.newBuilder(federation.settings(1, false))
                        .setRule(rule)
                        .build(),
                3);
        marker(1);
        publish(0, 0);
        return (RoundOpened) rounds().get(0);
    }

    private RoundOpened openFirstRound() {
        create(federation.settings(1, false), 3);
        marker(1);
        publish(0, 0);
        return (RoundOpened) rounds().get(0);
    }

    private List<SpecificRecord> create(FederationSettings settings, int banks) {
        federation.banks().stream()
                .limit(banks)
                .forEach(bank -> control(Keys.participant(bank), federation.entry(bank)));
        control(Keys.settings(), settings);
        return rounds();
    }

    private void control(String key, SpecificRecord value) {
        driver.createInputTopic(
                        topics.control(),
                        new StringSerializer(),
                        federation.serde().serializer())
                .pipeInput(key, value);
    }

    private void publish(long version, long round) {
        driver.createInputTopic(
                        topics.models(),
                        new StringSerializer(),
                        federation.serde().serializer())
                .pipeInput(Keys.head(), federation.head(version, round));
    }

    private void marker(long round) {
        byte[] value = federation.serde().serializer().serialize("any", new RoundTopicMarker(Federation.NAME, round));
        sendRaw(topics.roundUpdates(round), new Sent(0, Keys.marker(), value));
    }

    private void send(RoundOpened opened, List<Sent> records) {
        records.forEach(record -> sendRaw(opened.getTopic(), record));
    }

    private void sendRaw(String topic, Sent record) {
        log.append(topic, record);
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(record.key(), record.value());
    }

    /** A vector with {@code value} in every place; the bank only makes the call sites readable. */
    private static float[] vector(String bank, float value) {
        assertThat(bank).startsWith("bank-");
        float[] vector = new float[10];
        java.util.Arrays.fill(vector, value);
        return vector;
    }

    private List<SpecificRecord> rounds() {
        return output(topics.rounds()).readValuesToList();
    }

    private Verdict verdict() {
        return (Verdict) output(topics.verdicts()).readValue();
    }

    private List<AggregateSlice> aggregates() {
        return output(topics.aggregates()).readValuesToList().stream()
                .map(AggregateSlice.class::cast)
                .toList();
    }

    private List<QuarantineRecord> quarantine() {
        return output(topics.quarantine()).readValuesToList().stream()
                .map(QuarantineRecord.class::cast)
                .toList();
    }

    private TestOutputTopic<String, SpecificRecord> output(String topic) {
        return driver.createOutputTopic(
                topic, new StringDeserializer(), federation.serde().deserializer());
    }

    private static List<Long> sum(List<AggregateSlice> slices) {
        Long[] sums = new Long[10];
        for (AggregateSlice slice : slices) {
            long[] values = new long[slice.getLength()];
            ArrowCodecs.decodeLongs(slice.getPayload(), slice.getLength(), values, 0);
            for (int i = 0; i < values.length; i++) {
                sums[(int) slice.getFirstParameter() + i] = values[i];
            }
        }
        return List.of(sums);
    }
}
