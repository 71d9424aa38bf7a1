package io.weir.publisher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.publisher.CorruptModelException;
import io.weir.publisher.FakeCluster;
import io.weir.publisher.Fixtures;
import io.weir.publisher.InvalidAggregateException;
import io.weir.publisher.LedgerSigner;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherException;
import io.weir.publisher.RecordingListener;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherSessionTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_234), ZoneOffset.UTC);
    private static final int STEPS = 4;

    private final FakeCluster cluster = new FakeCluster();
    private final RecordingListener listener = new RecordingListener();
    private final List<PublisherSession> sessions = new ArrayList<>();

    @AfterEach
    void close() {
        sessions.forEach(PublisherSession::close);
    }

    @Test
    void publishesVersionZeroAtOnceWhereNoStatisticsAreNeeded() {
        cluster.settings(Fixtures.settings(false));

        steps(session());

        assertThat(listener.activations).hasSize(1);
        assertThat(listener.versions()).containsExactly(0L);
        assertThat(cluster.keys(cluster.topics.models())).containsExactly("000000/00000", "000000/00001", "head");
    }

    @Test
    void waitsForSettingsWithOneVisibleReason() {
        PublisherSession session = session();

        steps(session);

        assertThat(listener.reasons).hasSize(1);
        assertThat(listener.reasons.get(0)).contains("weir federation create");
        assertThat(cluster.transactions).isEmpty();
    }

    @Test
    void beginsWhenSettingsCome() {
        PublisherSession session = session();
        steps(session);
        cluster.settings(Fixtures.settings(false));

        steps(session);

        assertThat(listener.versions()).containsExactly(0L);
    }

    @Test
    void versionZeroWaitsForTheStatisticsOfRoundZero() {
        cluster.settings(Fixtures.settings(true));
        PublisherSession session = session();
        steps(session);
        assertThat(cluster.transactions).isEmpty();
        assertThat(listener.reasons).singleElement().asString().contains("statistics");
        cluster.slices(Fixtures.slices(0, RoundTask.STATISTICS, -1, new long[Fixtures.STATISTIC]));

        steps(session);

        assertThat(listener.versions()).containsExactly(0L);
        assertThat(listener.heads.get(0).getVerdictDigest()).isEqualTo(Fixtures.digest("verdict of 0"));
    }

    @Test
    void aVersionIsOneTransactionWithItsOffsetsAndTheHeadLast() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession session = session();
        steps(session);
        cluster.slices(Fixtures.round(1, 0, 0.5));

        steps(session);

        FakeCluster.Committed transaction = cluster.transactions.get(1);
        assertThat(transaction.records().stream().map(row -> row.topic() + " " + row.key()))
                .containsExactly(
                        "weir.test.models 000001/00000",
                        "weir.test.models 000001/00001",
                        "weir.test.ledger 000001",
                        "weir.test.models head");
        assertThat(transaction.offsets()).containsOnlyKeys(cluster.aggregates);
        assertThat(transaction.offsets().get(cluster.aggregates).offset()).isEqualTo(2);
    }

    @Test
    void aTransactionThatFailsPublishesNothingAndIsMadeAgainBitForBit() {
        String undisturbed = digestOfUndisturbedRun();
        cluster.settings(Fixtures.settings(false));
        PublisherSession session = session();
        steps(session);
        cluster.producers.get(0).commitTransactionException = new TimeoutException("coordinator is away");
        cluster.slices(Fixtures.round(1, 0, 0.5));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> steps(session));
        assertThat(cluster.keys(cluster.topics.models())).doesNotContain("000001/00000");
        assertThat(cluster.keys(cluster.topics.ledger())).hasSize(1);
        session.close();

        steps(session());

        assertThat(listener.versions()).containsExactly(0L, 1L);
        assertThat(listener.heads.get(1).getDigest()).isEqualTo(undisturbed);
    }

    @Test
    void aRestartInTheMiddleOfARoundReadsTheRoundAgain() {
        String undisturbed = digestOfUndisturbedRun();
        cluster.settings(Fixtures.settings(false));
        PublisherSession former = session();
        steps(former);
        List<AggregateSlice> slices = Fixtures.round(1, 0, 0.5);
        cluster.slice(slices.get(0));
        steps(former);
        assertThat(cluster.committedOffset()).isZero();
        former.close();
        cluster.slice(slices.get(1));

        steps(session());

        assertThat(listener.heads.get(1).getDigest()).isEqualTo(undisturbed);
        assertThat(cluster.committedOffset()).isEqualTo(2);
    }

    @Test
    void theOneThatTakesOverGoesOnFromWhatWasPublishedAndFencesTheFormer() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession former = session();
        steps(former);
        PublisherSession latter = session();
        steps(latter);
        cluster.slices(Fixtures.round(1, 0, 0.5));

        assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(() -> steps(former));
        steps(latter);

        assertThat(listener.versions()).containsExactly(0L, 1L);
        assertThat(ledger().stream().map(LedgerRecord::getVersion)).containsExactly(0L, 1L);
        assertThat(ledger().get(1).getPreviousHash()).isEqualTo(ledger().get(0).getHash());
    }

    @Test
    void aZombieThatSeesASliceOfAVersionPublishedElsewhereStepsDown() {
        cluster.settings(Fixtures.settings(false));
        steps(session());
        ActivePublisher zombie =
                ActivePublisher.activate(Fixtures.config(), cluster, listener, LedgerSigner.none(), CLOCK);
        cluster.slices(Fixtures.round(1, 0, 0.5));
        steps(session());
        AggregateSlice next = Fixtures.round(2, 1, 0.5).get(0);
        ConsumerRecord<String, SpecificRecord> row =
                new ConsumerRecord<>(cluster.topics.aggregates(), 0, 2, "000002/00000", next);

        assertThatExceptionOfType(ProducerFencedException.class)
                .isThrownBy(() -> zombie.accept(row, cluster.reader().groupMetadata()))
                .withMessageContaining("version 1 was published by another instance");
    }

    @Test
    void slicesDeliveredAgainChangeNothing() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession session = session();
        List<AggregateSlice> slices = Fixtures.round(1, 0, 0.5);
        cluster.slice(slices.get(1));
        cluster.slice(slices.get(1));
        cluster.slice(slices.get(0));
        cluster.slices(slices);
        cluster.slices(Fixtures.round(2, 1, 0.5));

        steps(session);

        assertThat(listener.versions()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aLaterRoundOnTheSameBaseReplacesAnIncompleteOne() {
        cluster.settings(Fixtures.settings(false));
        cluster.slice(Fixtures.round(1, 0, 0.5).get(0));
        cluster.slices(Fixtures.round(2, 0, 0.25));

        steps(session());

        assertThat(listener.heads.get(1).getRound()).isEqualTo(2);
        assertThat(listener.versions()).containsExactly(0L, 1L);
    }

    @Test
    void aSliceForAVersionThatNobodyPublishedIsAnError() {
        cluster.settings(Fixtures.settings(false));
        cluster.slices(Fixtures.round(5, 4, 0.5));

        assertThatExceptionOfType(InvalidAggregateException.class)
                .isThrownBy(() -> steps(session()))
                .withMessageContaining("round 5")
                .withMessageContaining("base version 4");
    }

    @Test
    void versionsBeyondRetentionGetTombstonesInTheSameTransaction() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession session = session(Fixtures.config(Map.of("weir.models.retain.versions", "2")));
        for (int round = 1; round <= 3; round++) {
            cluster.slices(Fixtures.round(round, round - 1, 0.5));
        }

        steps(session);

        assertThat(tombstones(2)).containsExactly("000000/00000", "000000/00001");
        assertThat(tombstones(3)).containsExactly("000001/00000", "000001/00001");
    }

    @Test
    void aShorterRetentionAfterARestartRemovesAllThatIsBeyondIt() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession former = session();
        cluster.slices(Fixtures.round(1, 0, 0.5));
        cluster.slices(Fixtures.round(2, 1, 0.5));
        steps(former);
        former.close();
        cluster.slices(Fixtures.round(3, 2, 0.5));

        steps(session(Fixtures.config(Map.of("weir.models.retain.versions", "1"))));

        assertThat(tombstones(3))
                .containsExactly(
                        "000000/00000", "000000/00001", "000001/00000", "000001/00001", "000002/00000", "000002/00001");
    }

    @Test
    void theStepIsThatOfTheAnnouncedOptimizerWhateverTheSettingsSayByThen() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession session = session();
        steps(session);
        cluster.settings(FederationSettings.newBuilder(Fixtures.settings(false))
                .setOptimizerParameters(Map.of("learning.rate", "0.125"))
                .build());
        cluster.slices(Fixtures.round(1, 0, 0.5));

        steps(session);

        assertThat(listener.heads.get(1).getDigest()).isEqualTo(digestOfUndisturbedRun());
    }

    @Test
    void anUnknownOptimizerIsAnsweredWithTheKnownOnes() {
        cluster.settings(Fixtures.settings(false, "fedmagic"));

        assertThatExceptionOfType(PublisherException.class)
                .isThrownBy(() -> steps(session()))
                .withMessageContaining("fedmagic")
                .withMessageContaining("known are fedavg");
    }

    @Test
    void aHeadThatTheLedgerDoesNotNameIsNotBuiltUpon() {
        cluster.settings(Fixtures.settings(false));
        PublisherSession former = session();
        steps(former);
        former.close();
        LedgerRecord forged =
                LedgerRecord.newBuilder(ledger().get(0)).setVersion(9).build();
        cluster.append(cluster.topics.ledger(), "000009", forged);

        assertThatExceptionOfType(CorruptModelException.class)
                .isThrownBy(() -> steps(session()))
                .withMessageContaining("ledger");
    }

    private String digestOfUndisturbedRun() {
        FakeCluster other = new FakeCluster();
        RecordingListener heads = new RecordingListener();
        other.settings(Fixtures.settings(false));
        other.slices(Fixtures.round(1, 0, 0.5));
        try (PublisherSession session =
                new PublisherSession(Fixtures.config(), other, heads, LedgerSigner.none(), CLOCK)) {
            steps(session);
        }
        ModelHead last = heads.heads.get(1);
        return last.getDigest();
    }

    private PublisherSession session() {
        return session(Fixtures.config());
    }

    private PublisherSession session(PublisherConfig config) {
        PublisherSession session = new PublisherSession(config, cluster, listener, LedgerSigner.none(), CLOCK);
        sessions.add(session);
        return session;
    }

    private static void steps(PublisherSession session) {
        for (int i = 0; i < STEPS; i++) {
            session.step(Duration.ZERO);
        }
    }

    private List<LedgerRecord> ledger() {
        return cluster.records(cluster.topics.ledger()).stream()
                .map(ConsumerRecord::value)
                .map(LedgerRecord.class::cast)
                .toList();
    }

    private List<String> tombstones(int transaction) {
        List<ProducerRecord<String, SpecificRecord>> records =
                cluster.transactions.get(transaction).records();
        return records.stream()
                .filter(row -> row.value() == null)
                .map(ProducerRecord::key)
                .toList();
    }
}
