package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.internal.attested.EnclaveChannels;
import io.weir.aggregator.testkit.Federation;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.Admission;
import io.weir.wire.AttestedRound;
import io.weir.wire.AuthenticatedRecord;
import io.weir.wire.ClosedBy;
import io.weir.wire.EnclaveKey;
import io.weir.wire.KeyLost;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SliceRefused;
import io.weir.wire.SumRound;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever writes to the internal topics without a key of the round, and wants to see single updates. */
class AttestedForgeryTest extends AttestedHarness {
    private RoundOpened opened;

    @BeforeEach
    void openARound() {
        opened = open("fedavg");
    }

    private void send(String bank, int value) {
        send(opened, sealing.update(opened, bank, vector(bank, value), 10));
    }

    /** What would give out one bank's update. */
    private SumRound only(RoundOpened round, String bank) {
        RoundSealed sealed =
                new RoundSealed(round, List.of(0L), List.of(), ClosedBy.COHORT, 0L, ByteBuffer.allocate(32));
        Verdict verdict = new Verdict(
                round.getFederation(),
                round.getRound(),
                round.getRule(),
                Map.of(),
                List.of(new Admission(bank, 10, 1.0, 1.0)),
                List.of(),
                10L,
                ByteBuffer.allocate(32),
                ByteBuffer.allocate(32),
                0L,
                List.of(),
                List.of(),
                null,
                List.of(),
                null);
        return new SumRound(sealed, verdict);
    }

    private void direct(SpecificRecord directive) {
        write(topics.directives(), directive);
    }

    private void write(String topic, SpecificRecord record) {
        driver.createInputTopic(
                        topic, new StringSerializer(), federation.serde().serializer())
                .pipeInput(Keys.round(1), record);
    }

    private AuthenticatedRecord sealedBy(Optional<Enclave> process, RoundOpened round, SpecificRecord directive) {
        return new EnclaveChannels(process, federation.serde())
                .of(round)
                .orElseThrow()
                .seal(topics.directives(), directive);
    }

    private void theRoundGoesOn() {
        send("bank-c", 6);
        assertThat(verdict().getAdmitted()).hasSize(3);
        assertSumOfAll();
    }

    private void assertSumOfAll() {
        var slices = aggregates();
        long expected = ((1 + 2 + 6) * 10L) << slices.get(0).getScaleBits();
        assertThat(sum(slices)).hasSize(10).containsOnly(expected);
    }

    @Test
    void aVerdictThatNobodyVouchesForIsNotFollowed() {
        send("bank-a", 1);
        send("bank-b", 2);

        direct(only(opened, "bank-a"));

        assertThat(aggregates()).isEmpty();
        theRoundGoesOn();
    }

    /** It says of itself that nothing is sealed. */
    @Test
    void aRoundThatIsSaidNotToBeAttestedStaysAttested() {
        send("bank-a", 1);
        send("bank-b", 2);
        RoundOpened plain = RoundOpened.newBuilder(opened).setAttested(null).build();

        direct(plain);
        direct(only(plain, "bank-a"));

        assertThat(aggregates()).isEmpty();
    }

    @Test
    void aVerdictOfAProcessWithoutAKeyOfTheRoundIsNotFollowed() {
        send("bank-a", 1);
        send("bank-b", 2);
        Enclave stranger = freshEnclave();
        List<EnclaveKey> keys = new ArrayList<>(opened.getAttested().getKeys());
        keys.add(keyOf(stranger));
        RoundOpened with = withKeys(keys);

        direct(sealedBy(Optional.of(stranger), with, only(opened, "bank-a")));
        direct(with);
        direct(sealedBy(Optional.of(stranger), with, only(with, "bank-a")));

        assertThat(aggregates()).isEmpty();
        theRoundGoesOn();
    }

    @Test
    void nobodyPutsItsOwnKeyInTheRoundsPlace() {
        send("bank-a", 1);
        send("bank-b", 2);
        Enclave stranger = freshEnclave();
        RoundOpened with = withKeys(List.of(keyOf(stranger)));

        direct(sealedBy(Optional.of(stranger), with, only(opened, "bank-a")));

        assertThat(aggregates()).isEmpty();
        theRoundGoesOn();
    }

    /** Whoever forges an announcement stops a round, and no task. */
    @Test
    void aRoundWithAKeyThatIsNoneIsNotTakenPartIn() {
        List<EnclaveKey> keys = new ArrayList<>(opened.getAttested().getKeys());
        keys.add(EnclaveKey.newBuilder(keys.get(0))
                .setHpkeKey(ByteBuffer.allocate(32))
                .build());
        RoundOpened with = RoundOpened.newBuilder(withKeys(keys)).setRound(2).build();

        direct(with);

        assertThat(output(topics.statistics()).readValuesToList()).contains(new KeyLost(Federation.NAME, 2L, 0));
    }

    private EnclaveKey keyOf(Enclave process) {
        return process.key(ByteBuffer.wrap(AttestedDigests.epoch(opened)));
    }

    private RoundOpened withKeys(List<EnclaveKey> keys) {
        return RoundOpened.newBuilder(opened)
                .setAttested(new AttestedRound(keys))
                .build();
    }

    @Test
    void aDirectiveThatWasChangedIsNotFollowed() {
        send("bank-a", 1);
        send("bank-b", 2);
        AuthenticatedRecord sealed = sealedBy(enclave, opened, only(opened, "bank-a"));
        byte[] content = sealed.getContent().array().clone();
        int at = new String(content, StandardCharsets.ISO_8859_1).lastIndexOf("bank-a");
        content[at + 5] = 'b';

        direct(AuthenticatedRecord.newBuilder(sealed)
                .setContent(ByteBuffer.wrap(content))
                .build());

        assertThat(aggregates()).isEmpty();
        theRoundGoesOn();
    }

    /** Even if the guard were made to judge a round twice: two sums would show what they differ by. */
    @Test
    void aSecondVerdictGetsNoSum() {
        send("bank-a", 1);
        send("bank-b", 2);
        theRoundGoesOn();
        SpecificRecord first = output(topics.directives()).readValuesToList().stream()
                .filter(AuthenticatedRecord.class::isInstance)
                .findFirst()
                .orElseThrow();

        direct(opened);
        direct(sealedBy(enclave, opened, only(opened, "bank-a")));
        assertThat(aggregates()).isEmpty();

        direct(first);
        assertSumOfAll();
    }

    @Test
    void reportsThatNobodyVouchesForDoNotCount() {
        send("bank-a", 1);

        write(
                topics.statistics(),
                new SliceRefused(
                        Federation.NAME, 1L, 0, "bank-a", ReasonCode.EQUIVOCATION, "forged", 0L, true, Map.of()));

        send("bank-b", 2);
        theRoundGoesOn();
    }

    @Test
    void whatTheProcessesTellEachOtherIsAuthenticated() {
        send("bank-a", 1);
        send("bank-b", 2);
        send("bank-c", 6);

        assertThat(output(topics.statistics()).readValuesToList().stream()
                        .filter(record -> !(record instanceof AuthenticatedRecord))
                        .map(record -> record.getSchema().getName()))
                .isSubsetOf(Arrays.asList("SliceReady", "KeyOffered"));
        assertThat(output(topics.directives()).readValuesToList().stream()
                        .map(record -> record.getSchema().getName()))
                .containsExactly("AttestRound", "RoundOpened", "AuthenticatedRecord");
    }
}
