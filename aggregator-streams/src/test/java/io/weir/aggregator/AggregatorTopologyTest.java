package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.schemas.Keys;
import io.weir.wire.Admission;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** Rounds and sums. */
class AggregatorTopologyTest extends TopologyHarness {
    @Test
    void theTopologyIsTheDocumentedOne() {
        String description = AggregatorTopology.build(
                        topics,
                        federation.serde(),
                        () -> log,
                        0,
                        Duration.ofMillis(100),
                        Optional.empty(),
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
                    Source: committee-source (topics: [weir.test.committee])
                      --> guard
                    Source: control-source (topics: [weir.test.control])
                      --> guard
                    Source: keys-source (topics: [weir.test.keys])
                      --> guard
                    Source: models-source (topics: [weir.test.models])
                      --> guard
                    Source: statistics-source (topics: [weir.test.statistics])
                      --> guard
                    Processor: guard (stores: [federation, reports])
                      --> committee-sink, directives-sink, guard-quarantine-sink, rounds-sink, verdicts-sink
                      <-- statistics-source, control-source, models-source, keys-source, committee-source
                    Sink: committee-sink (topic: weir.test.committee)
                      <-- guard
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
    void whatWasReadBeforeTheSourceDeliversItIsNotLateTwice() {
        create(federation.settings(1, false), 3);
        RoundOpened planned = RoundOpened.newBuilder(federation.opened(1, 1))
                .setBaseDigest(federation.head(0, 0).getDigest())
                .build();
        marker(1);
        send(planned, federation.update(planned, "bank-a", vector("bank-a", 1), 1));
        send(planned, federation.update(planned, "bank-b", vector("bank-b", 1), 1));
        Sent chunk =
                federation.update(planned, "bank-c", vector("bank-c", 1), 1).get(0);
        log.append(planned.getTopic(), chunk);
        publish(0, 0);
        driver.advanceWallClockTime(Duration.ofMillis(10_001));
        List<QuarantineRecord> atTheEnd = quarantine();

        deliver(planned.getTopic(), chunk);

        assertThat(aggregates()).isNotEmpty();
        assertThat(atTheEnd)
                .extracting(QuarantineRecord::getParticipant, QuarantineRecord::getReason)
                .containsExactly(tuple("bank-c", ReasonCode.LATE));
        assertThat(quarantine()).isEmpty();
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
}
