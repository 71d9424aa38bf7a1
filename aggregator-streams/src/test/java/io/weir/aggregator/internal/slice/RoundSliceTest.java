package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RoundSliceTest {
    private static final String BANK = "bank-a";

    private final Federation federation = new Federation(3, 10, 4);
    private final RoundOpened opened = federation.opened(1, 1);
    private final MemoryLog log = new MemoryLog();
    private final RoundSlice slice =
            new RoundSlice(opened, 0, federation.serde().deserializer());

    @Test
    void aWholeCommittedUpdateIsMeasured() {
        List<Sent> update = federation.update(opened, BANK, new float[] {3, 0, 0, 4, 1, 0, 0, 0, 0, 2}, 5);

        List<SliceEvent> events = absorb(update);

        assertThat(events).singleElement().isInstanceOfSatisfying(SliceEvent.Measured.class, measured -> {
            assertThat(measured.report().getParticipant()).isEqualTo(BANK);
            assertThat(measured.report().getWeight()).isEqualTo(5);
            assertThat(measured.report().getChunks())
                    .extracting(chunk -> chunk.getSquaredNorm())
                    .containsExactly(25.0, 1.0, 4.0);
        });
    }

    @Test
    void aChunkWithNanIsRefusedAndItsCommitIsProofWhoMadeIt() {
        float[] delta = federation.delta(1);
        delta[5] = Float.NaN;

        List<SliceEvent> events = absorb(federation.update(opened, BANK, delta, 1));

        assertThat(refusals(events)).containsExactly("NON_FINITE", "NON_FINITE proven");
    }

    @Test
    void anotherBaseVersionIsStale() {
        RoundOpened stale = RoundOpened.newBuilder(opened).setBaseVersion(-5).build();

        List<SliceEvent> events = absorb(federation.update(stale, BANK, federation.delta(1), 1));

        assertThat(refusals(events)).endsWith("STALE_BASE_VERSION proven");
    }

    @Test
    void anotherBaseDigestIsRefused() {
        RoundOpened other =
                RoundOpened.newBuilder(opened).setBaseDigest("sha256:other").build();

        List<SliceEvent> events = absorb(federation.update(other, BANK, federation.delta(1), 1));

        assertThat(refusals(events)).containsExactly("WRONG_BASE_DIGEST proven");
    }

    @Test
    void aVectorOfAnotherLengthHasTheWrongShape() {
        List<SliceEvent> events = absorb(federation.update(opened, BANK, new float[7], 1));

        assertThat(refusals(events)).endsWith("WRONG_SHAPE proven");
    }

    @Test
    void aTruncatedChunkIsMalformedAndTheCommitThatNamesItIsRefusedForThat() {
        List<Sent> update = new ArrayList<>(federation.update(opened, BANK, federation.delta(1), 1));
        Sent chunk = update.get(1);
        update.set(1, new Sent(0, chunk.key(), Arrays.copyOf(chunk.value(), chunk.value().length / 2)));

        List<SliceEvent> events = absorb(update);

        assertThat(refusals(events)).containsExactly("MALFORMED_RECORD", "MALFORMED_RECORD proven");
    }

    @Test
    void aForgedTruncatedRecordDoesNotHarmTheBankItNames() {
        absorb(List.of(new Sent(0, BANK + "/00000", new byte[] {0, 1, 2})));

        List<SliceEvent> events = absorb(federation.update(opened, BANK, federation.delta(1), 1));

        assertThat(events).singleElement().isInstanceOf(SliceEvent.Measured.class);
    }

    @Test
    void aPayloadThatIsNotTheHashedOneIsRefused() {
        List<SliceEvent> events = absorbChunk(chunk -> chunk.setSha256(ByteBuffer.wrap(new byte[32])));

        assertThat(refusals(events)).containsExactly("HASH_MISMATCH");
    }

    @Test
    void aChunkOfAnotherFederationRoundCodecOrWeightIsRefused() {
        List<SliceEvent> events = new ArrayList<>();
        events.addAll(absorbChunk(chunk -> chunk.setFederation("other")));
        events.addAll(absorbChunk(chunk -> chunk.setRound(2)));
        events.addAll(absorbChunk(chunk -> chunk.setCodec(io.weir.wire.Codec.BF16)));
        events.addAll(absorbChunk(chunk -> chunk.setWeight(0)));
        events.addAll(absorbChunk(chunk -> chunk.setWeight(1001)));

        assertThat(refusals(events))
                .containsExactly("WRONG_FEDERATION", "WRONG_ROUND", "WRONG_CODEC", "BAD_WEIGHT", "BAD_WEIGHT");
    }

    @Test
    void whoIsNotInTheCohortIsUnknown() {
        List<SliceEvent> events = absorbChunk(chunk -> chunk.setParticipant("mallory"));

        assertThat(refusals(events)).containsExactly("UNKNOWN_PARTICIPANT");
    }

    @Test
    void aChunkAboveTheClippingBoundIsRefused() {
        float[] delta = new float[10];
        delta[0] = 101;

        List<SliceEvent> events = absorb(federation.update(opened, BANK, delta, 1));

        assertThat(refusals(events)).containsExactly("NORM_ABOVE_BOUND", "NORM_ABOVE_BOUND proven");
    }

    @Test
    void anUnsignedCommitDoesNotCount() {
        UpdateCommit unsigned = federation
                .commit(opened, BANK, federation.chunks(opened, BANK, federation.delta(1), 1))
                .build();

        List<SliceEvent> events = absorb(List.of(federation.frame(unsigned, 0)));

        assertThat(refusals(events)).containsExactly("UNSIGNED");
    }

    @Test
    void aCommitThatWasChangedAfterSigningDoesNotCount() {
        UpdateCommit signed = federation.sign(federation
                .commit(opened, BANK, federation.chunks(opened, BANK, federation.delta(1), 1))
                .build());
        UpdateCommit changed =
                UpdateCommit.newBuilder(signed).setExamples(1_000_000).build();

        List<SliceEvent> events = absorb(List.of(federation.frame(changed, 0)));

        assertThat(refusals(events)).containsExactly("BAD_SIGNATURE");
    }

    @Test
    void aCommitWithoutItsChunksIsRefused() {
        List<Sent> update = federation.update(opened, BANK, federation.delta(1), 1);

        List<SliceEvent> events = absorb(update.subList(1, update.size()));

        assertThat(refusals(events)).containsExactly("CHUNK_MISSING proven");
    }

    @Test
    void whatIsSentTwiceCountsOnceAndIsQuarantined() {
        List<Sent> update = federation.update(opened, BANK, federation.delta(1), 1);
        absorb(update);

        List<SliceEvent> events = absorb(update);

        assertThat(refusals(events)).containsExactly("DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE");
    }

    @Test
    void twoDifferentCommitsAreEquivocation() {
        absorb(federation.update(opened, BANK, federation.delta(1), 1));

        List<SliceEvent> events = absorb(federation.update(opened, BANK, federation.delta(2), 1));

        assertThat(refusals(events)).containsExactly("EQUIVOCATION proven");
    }

    @Test
    void afterACrashTheCommitChoosesAmongTheChunksOfBothAttempts() {
        List<Sent> first = federation.update(opened, BANK, federation.delta(1), 1);
        absorb(first.subList(0, 2));

        List<SliceEvent> events = absorb(federation.update(opened, BANK, federation.delta(2), 1));

        assertThat(events).singleElement().isInstanceOf(SliceEvent.Measured.class);
    }

    @Test
    void aFloodOfDifferentChunksIsCutOff() {
        List<SliceEvent> events = new ArrayList<>();
        for (int i = 0; i <= Contribution.CANDIDATES_MAX; i++) {
            events.addAll(absorb(
                    federation.update(opened, BANK, federation.delta(i), 1).subList(0, 1)));
        }

        assertThat(refusals(events)).containsExactly(ReasonCode.CHUNK_LIMIT.name());
    }

    private List<SliceEvent> absorbChunk(UnaryOperator<UpdateChunk.Builder> change) {
        UpdateChunk chunk =
                federation.chunks(opened, BANK, federation.delta(1), 1).get(0);
        UpdateChunk changed = change.apply(UpdateChunk.newBuilder(chunk)).build();
        return absorb(List.of(federation.frame(changed, 0)));
    }

    private List<SliceEvent> absorb(List<Sent> records) {
        List<SliceEvent> events = new ArrayList<>();
        records.forEach(sent -> events.addAll(slice.absorb(log.append(opened.getTopic(), sent))));
        return events;
    }

    private static List<String> refusals(List<SliceEvent> events) {
        return events.stream()
                .map(SliceEvent.Refused.class::cast)
                .map(refused -> refused.reason() + (refused.proven() ? " proven" : ""))
                .toList();
    }
}
