package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.weir.aggregator.internal.Names;
import io.weir.schemas.Keys;
import io.weir.wire.Admission;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.Neighbour;
import io.weir.wire.PastOutcome;
import io.weir.wire.PastParticipant;
import io.weir.wire.PastUpdate;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What the guard makes of a round's updates. */
class GuardTopologyTest extends TopologyHarness {
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
    void whatIsRememberedSurvivesARestartAndStandsInTheVerdict() {
        RoundOpened opened = openFirstRound("norm-mad,history");
        for (long round = 1; round <= 2; round++) {
            for (String bank : federation.banks()) {
                float[] vector = vector(bank, bank.equals("bank-c") ? 31 : 1);
                send(opened, federation.update(opened, bank, vector, 1));
            }
            assertThat(verdict().getRejected())
                    .extracting(Rejection::getReason)
                    .containsExactly(ReasonCode.NORM_OUTLIER);
            restart();
            marker(round + 1);
            publish(round, round);
            opened = (RoundOpened) rounds().get(0);
        }

        for (String bank : federation.banks()) {
            send(opened, federation.update(opened, bank, vector(bank, 1), 1));
        }

        Verdict verdict = verdict();
        assertThat(verdict.getRejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getParticipant()).isEqualTo("bank-c");
            assertThat(rejection.getReason()).isEqualTo(ReasonCode.HISTORY_OUTLIER);
            assertThat(rejection.getStage()).isEqualTo("history");
        });
        assertThat(verdict.getHistory().getParticipants())
                .extracting(PastParticipant::getParticipant)
                .containsExactlyElementsOf(federation.banks());
        assertThat(verdict.getHistory().getParticipants().get(2).getUpdates())
                .extracting(PastUpdate::getRound, PastUpdate::getOutcome)
                .containsExactly(tuple(1L, PastOutcome.REFUSED), tuple(2L, PastOutcome.REFUSED));
    }

    @Test
    void sketchesOfSlicesReachTheRuleAndARuleWithoutMemoryForgets() {
        RoundOpened opened = openFirstRound("foolsgold");
        for (String bank : federation.banks()) {
            send(opened, federation.update(opened, bank, federation.delta(bank.hashCode()), 1));
        }
        assertThat(verdict().getHistory().getParticipants()).isEmpty();
        restart();
        marker(2);
        publish(1, 1);
        RoundOpened second = newest();
        send(second, federation.update(second, "bank-a", federation.delta(1), 1));
        send(second, federation.update(second, "bank-b", federation.delta(1), 1));
        send(second, federation.update(second, "bank-c", federation.delta(2), 1));

        Verdict verdict = verdict();

        double[] sum = new double[10];
        verdict.getHistory()
                .getParticipants()
                .get(0)
                .getSum()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(sum);
        float[] sent = federation.delta("bank-a".hashCode());
        assertThat(sum)
                .containsExactly(
                        IntStream.range(0, 10).mapToDouble(j -> sent[j]).toArray());
        restart();
        control(Keys.settings(), federation.settings(1, false));
        marker(3);
        publish(2, 2);
        RoundOpened third = newest();
        for (String bank : federation.banks()) {
            send(third, federation.update(third, bank, federation.delta(3 + bank.hashCode()), 1));
        }
        assertThat(verdict().getHistory()).isNull();
        assertThat(driver.<String, SpecificRecord>getKeyValueStore(Names.FEDERATION_STORE)
                        .get("history"))
                .isNull();
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
    void aCopyIsRefusedAndQuarantinedAndItsOriginalCountsWithItsOwnWeight() {
        RoundOpened opened = openFirstRound();
        send(opened, federation.update(opened, "bank-b", federation.delta(1), 2));
        send(opened, federation.update(opened, "bank-a", federation.delta(1), 900));
        send(opened, federation.update(opened, "bank-c", new float[10], 1));

        Verdict verdict = verdict();

        assertThat(verdict.getAdmitted())
                .extracting(Admission::getParticipant, Admission::getWeight)
                .containsExactly(tuple("bank-b", 2), tuple("bank-c", 1));
        assertThat(verdict.getTotalWeight()).isEqualTo(3);
        assertThat(verdict.getFlags())
                .extracting(Flag::getParticipant, Flag::getCode)
                .containsExactly(tuple("bank-c", FlagCode.ALL_ZERO));
        Rejection copy = verdict.getRejected().get(0);
        assertThat(copy.getReason()).isEqualTo(ReasonCode.DUPLICATE_CONTENT);
        assertThat(quarantine()).singleElement().satisfies(record -> {
            assertThat(record.getParticipant()).isEqualTo("bank-a");
            assertThat(record.getReason()).isEqualTo(ReasonCode.DUPLICATE_CONTENT);
            assertThat(record.getDetail()).isEqualTo(copy.getDetail()).contains("'bank-b'");
            assertThat(record.getNeighbours()).isEqualTo(copy.getNeighbours()).hasSize(1);
            assertThat(record.getPartition()).isZero();
        });
    }

    @Test
    void aCopyIsQuarantinedOfARoundThatFailsForIt() {
        RoundOpened opened = openFirstRound();
        send(opened, federation.update(opened, "bank-a", federation.delta(1), 1));
        send(opened, federation.update(opened, "bank-b", federation.delta(1), 1));
        send(opened, federation.update(opened, "bank-c", federation.delta(1), 1));

        assertThat(rounds()).last().isInstanceOfSatisfying(RoundFailed.class, failed -> assertThat(failed.getReason())
                .startsWith("QUORUM_NOT_REACHED: 1 of 3"));
        assertThat(quarantine())
                .extracting(QuarantineRecord::getParticipant, QuarantineRecord::getReason)
                .contains(tuple("bank-b", ReasonCode.DUPLICATE_CONTENT), tuple("bank-c", ReasonCode.DUPLICATE_CONTENT));
    }

    private RoundOpened newest() {
        List<SpecificRecord> events = rounds();
        return (RoundOpened) events.get(events.size() - 1);
    }
}
