package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.testkit.Federation;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.AggregateSlice;
import io.weir.wire.AttestRound;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.FederationSettings;
import io.weir.wire.KeyLost;
import io.weir.wire.KeyOffered;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SliceReady;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Whose keys a round is sealed for, and what follows when one of them is lost. */
class EnclaveKeysTopologyTest extends AttestedHarness {
    /** The guard's store still has the offer of a process that is gone. */
    @Test
    void theKeyOfTheGuardsProcessIsAmongTheRoundsWhateverWasOffered() {
        RoundOpened opened = open("fedavg");

        enclave = Optional.of(freshEnclave());
        restart();
        log.clear();
        driver.advanceWallClockTime(Duration.ofMillis(100));

        RoundOpened again = (RoundOpened) rounds().get(0);
        assertThat(again.getAttested().getKeys())
                .hasSize(2)
                .containsAll(opened.getAttested().getKeys());
        sendAll(again);
        assertThat(verdict().getAdmitted()).hasSize(3);
        List<AggregateSlice> slices = aggregates();
        assertThat(sum(slices))
                .isEqualTo(Collections.nCopies(10, 90L << slices.get(0).getScaleBits()));
    }

    @Test
    void aTaskWhoseProcessHasNoneOfTheKeysSaysSoOnce() {
        RoundOpened opened = open("fedavg");
        EnclaveKey another = freshEnclave().key(ByteBuffer.wrap(AttestedDigests.epoch(opened)));
        RoundOpened elsewhere = RoundOpened.newBuilder(opened)
                .setRound(2)
                .setAttested(new AttestedRound(List.of(another)))
                .build();

        directive(elsewhere);
        directive(elsewhere);

        assertThat(output(topics.statistics()).readValuesToList())
                .filteredOn(KeyLost.class::isInstance)
                .containsExactly(new KeyLost(Federation.NAME, 2L, 0));
    }

    private void directive(RoundOpened directive) {
        driver.createInputTopic(
                        topics.directives(),
                        new StringSerializer(),
                        federation.serde().serializer())
                .pipeInput(Keys.round(directive.getRound()), directive);
    }

    @Test
    void aSealedRoundFailsWhenASliceCannotBeSummedAnyMore() {
        RoundOpened opened = open("fedavg");
        sendAll(opened);
        assertThat(rounds()).singleElement().isInstanceOf(RoundSealed.class);

        lost(1, 0);

        assertThat(rounds()).singleElement().isInstanceOfSatisfying(RoundFailed.class, failed -> assertThat(
                        failed.getReason())
                .startsWith("ENCLAVE_KEY_LOST"));
        marker(2);
        driver.advanceWallClockTime(Duration.ofMillis(100));
        assertThat(rounds()).singleElement().isInstanceOfSatisfying(RoundOpened.class, next -> assertThat(
                        next.getBaseVersion())
                .isZero());
    }

    /** The rule looks back to rounds that led to a version. */
    @Test
    void aSealedRoundThatFailsLeavesNothingToRemember() {
        sendAll(open("norm-mad,history"));
        assertThat(kept()).contains("history", "contents/" + Keys.round(1));

        lost(1, 0);

        assertThat(kept()).doesNotContain("history", "contents/" + Keys.round(1));
    }

    private List<String> kept() {
        List<String> keys = new ArrayList<>();
        driver.<String, SpecificRecord>getKeyValueStore(Names.FEDERATION_STORE)
                .all()
                .forEachRemaining(entry -> keys.add(entry.key));
        return keys;
    }

    @Test
    void aRoundThatIsPublishedOrOverIsNotFailed() {
        RoundOpened opened = open("fedavg");
        sendAll(opened);
        publish(1, 1);
        rounds();

        lost(1, 0);
        lost(2, 0);

        assertThat(rounds()).isEmpty();
    }

    @Test
    void aKeyLostForAnotherRoundFailsNothing() {
        open("fedavg");

        lost(2, 0);

        assertThat(rounds()).isEmpty();
    }

    @Test
    void anOfferOfAnotherEpochDoesNotCount() {
        EnclaveKey stale = freshEnclave().key(ByteBuffer.allocate(32));
        create(settings("fedavg"), 3);
        marker(1);
        statistics(1, new KeyOffered(Federation.NAME, 1L, 0, ByteBuffer.allocate(32), stale));

        publish(0, 0);

        RoundOpened opened = (RoundOpened) rounds().get(0);
        assertThat(opened.getAttested().getKeys()).hasSize(1).doesNotContain(stale);
    }

    /** Nothing is announced, and nobody sends anything in the clear instead. */
    @Test
    void aProcessWithoutEvidenceOpensNoRound() {
        enclave = Optional.empty();
        driver.close();
        start();

        create(settings("fedavg"), 3);
        marker(1);
        publish(0, 0);
        driver.advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(rounds()).isEmpty();
    }

    @Test
    void theNextRoundHasAnotherKey() {
        RoundOpened first = open("fedavg");
        sendAll(first);
        marker(2);
        publish(1, 1);
        List<SpecificRecord> events = rounds();

        RoundOpened second = (RoundOpened) events.get(events.size() - 1);
        assertThat(second.getAttested().getKeys().get(0).getHpkeKey())
                .isNotEqualTo(first.getAttested().getKeys().get(0).getHpkeKey());
    }

    /** A federation of several partitions, of which the driver's task has the first: others are heard of through the internal topic. */
    private void ask(int partitions) {
        create(
                FederationSettings.newBuilder(settings("fedavg"))
                        .setPartitions(partitions)
                        .build(),
                3);
        marker(1);
        for (int partition = 1; partition < partitions; partition++) {
            statistics(1, new SliceReady(Federation.NAME, 1L, partition));
        }
        publish(0, 0);
    }

    private ByteBuffer epoch() {
        return ByteBuffer.wrap(AttestedDigests.epoch(federation.opened(1, 1)));
    }

    private void offer(int partition, Enclave from) {
        statistics(1, new KeyOffered(Federation.NAME, 1L, partition, epoch(), from.key(epoch())));
    }

    private List<EnclaveKey> announced() {
        return ((RoundOpened) rounds().get(0)).getAttested().getKeys();
    }

    @Test
    void aRoundIsSealedForEveryProcessThatHasAPartitionOfIt() {
        Enclave other = freshEnclave();
        ask(2);
        assertThat(rounds()).as("one process has not answered").isEmpty();

        offer(1, other);

        assertThat(announced()).containsExactlyInAnyOrder(enclave.orElseThrow().key(epoch()), other.key(epoch()));
    }

    /** With a key that is none, or of a partition that there is not, nobody could talk or nothing would open. */
    @Test
    void anOfferThatIsNoneIsNotTaken() {
        Enclave other = freshEnclave();
        ask(2);

        for (byte[] none : List.of(new byte[32], new byte[31])) {
            EnclaveKey key = EnclaveKey.newBuilder(other.key(epoch()))
                    .setHpkeKey(ByteBuffer.wrap(none))
                    .build();
            statistics(1, new KeyOffered(Federation.NAME, 1L, 1, epoch(), key));
        }
        offer(2, other);
        assertThat(rounds()).isEmpty();

        offer(1, other);
        assertThat(announced()).hasSize(2);
    }

    @Test
    void aProcessWithSeveralPartitionsHasOneKey() {
        ask(3);

        offer(1, enclave.orElseThrow());
        offer(2, enclave.orElseThrow());

        assertThat(announced()).containsExactly(enclave.orElseThrow().key(epoch()));
    }

    @Test
    void whoDoesNotAnswerIsAskedAgain() {
        ask(2);
        long first = asked();

        driver.advanceWallClockTime(Duration.ofSeconds(4));
        assertThat(asked()).isZero();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(first).isEqualTo(1);
        assertThat(asked()).isEqualTo(1);
    }

    /** How often since it was looked at last. */
    private long asked() {
        return output(topics.directives()).readValuesToList().stream()
                .filter(AttestRound.class::isInstance)
                .count();
    }
}
