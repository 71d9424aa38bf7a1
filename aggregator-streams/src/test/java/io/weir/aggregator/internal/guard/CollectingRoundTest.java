package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.guard.UpdateStatistics;
import io.weir.wire.ChunkStatistics;
import io.weir.wire.ClosedBy;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class CollectingRoundTest {
    private static final Federation FEDERATION = new Federation(3, 10, 4);

    private final RoundOpened opened = FEDERATION.opened(1, 2);
    private final CollectingRound round = new CollectingRound(opened);
    private final long before = opened.getDeadlineMs() - 1;
    private final long after = opened.getDeadlineMs();

    @Test
    void staysOpenWhileSomebodyIsUndecidedAndTheDeadlineIsAhead() {
        whole("bank-a", 10);
        whole("bank-b", 20);
        round.accept(measured("bank-c", 0, 30, 1));

        Optional<Closing> closing = round.close(before);

        assertThat(closing).isEmpty();
    }

    @Test
    void closesWhenTheCohortIsWholeAndCutsAfterTheLastRecordHeardOf() {
        whole("bank-a", 10);
        whole("bank-b", 40);
        whole("bank-c", 30);

        Optional<Closing> closing = round.close(before);

        assertThat(closing).containsInstanceOf(Closing.Sealed.class);
        Closing.Sealed sealed = (Closing.Sealed) closing.get();
        assertThat(sealed.event().getClosedBy()).isEqualTo(ClosedBy.COHORT);
        assertThat(sealed.event().getCuts()).containsExactly(41L, 42L);
        assertThat(sealed.event().getUpdates())
                .extracting(SealedUpdate::getParticipant)
                .containsExactly("bank-a", "bank-b", "bank-c");
    }

    @Test
    void aProvenRefusalDecidesSoThatNobodyWaitsForTheDeadline() {
        whole("bank-a", 10);
        whole("bank-b", 20);
        round.accept(refused("bank-c", 1, ReasonCode.WRONG_SHAPE, true));

        Optional<Closing> closing = round.close(before);

        assertThat(rejections(closing)).containsExactly("bank-c WRONG_SHAPE");
    }

    @Test
    void anUnprovenRefusalDoesNotDecideAndDoesNotStickToAnHonestBank() {
        round.accept(refused("bank-c", 1, ReasonCode.MALFORMED_RECORD, false));
        whole("bank-a", 10);
        whole("bank-b", 20);
        boolean openStill = round.close(before).isEmpty();
        whole("bank-c", 30);

        Optional<Closing> closing = round.close(before);

        assertThat(openStill).isTrue();
        assertThat(rejections(closing)).isEmpty();
    }

    @Test
    void theDeadlineNamesWhoIsMissingIncompleteOrInDoubt() {
        RoundOpened ofFive = new Federation(5, 10, 4).opened(1, 2);
        CollectingRound five = new CollectingRound(ofFive);
        List.of("bank-a", "bank-b").forEach(bank -> {
            five.accept(measured(bank, 0, 1, 1));
            five.accept(measured(bank, 1, 1, 1));
        });
        five.accept(measured("bank-c", 0, 3, 1));
        five.accept(refused("bank-d", 0, ReasonCode.BAD_SIGNATURE, false));

        Optional<Closing> closing = five.close(ofFive.getDeadlineMs());

        assertThat(rejections(closing))
                .containsExactly("bank-c INCOMPLETE", "bank-d BAD_SIGNATURE", "bank-e NO_UPDATE");
    }

    @Test
    void withoutAQuorumTheRoundFailsAtItsDeadline() {
        whole("bank-a", 10);

        Optional<Closing> closing = round.close(after);

        assertThat(closing).get().isInstanceOfSatisfying(Closing.Failed.class, failed -> assertThat(
                        failed.event().getReason())
                .contains("QUORUM_NOT_REACHED")
                .contains("1 of 3")
                .contains("quorum is 2"));
    }

    @Test
    void withoutTheReferenceThatItsRuleComparesWithTheRoundFails() {
        CollectingRound referred = new CollectingRound(referred("monna", 2));
        List.of("bank-a", "bank-b").forEach(bank -> whole(referred, bank));

        Optional<Closing> early = referred.close(before);
        Optional<Closing> closing = referred.close(after);

        assertThat(early).isEmpty();
        assertThat(closing).get().isInstanceOfSatisfying(Closing.Failed.class, failed -> {
            assertThat(failed.event().getReason())
                    .startsWith("REFERENCE_MISSING: rule 'monna' compares with the update of 'bank-c'")
                    .endsWith("the deadline passed");
            assertThat(failed.event().getRejected())
                    .extracting(Rejection::getReason)
                    .containsExactly(ReasonCode.NO_UPDATE);
        });
    }

    @Test
    void aReferenceDoesNotCountTowardsTheQuorum() {
        CollectingRound referred = new CollectingRound(referred("monna", 2));
        List.of("bank-a", "bank-c").forEach(bank -> whole(referred, bank));

        Optional<Closing> closing = referred.close(after);

        assertThat(closing).get().isInstanceOfSatisfying(Closing.Failed.class, failed -> assertThat(
                        failed.event().getReason())
                .startsWith("QUORUM_NOT_REACHED: 1 of 2"));
    }

    @Test
    void aRuleThatComparesWithNobodyGoesOnWithoutTheReference() {
        CollectingRound referred = new CollectingRound(referred("median", 2));
        List.of("bank-a", "bank-b").forEach(bank -> whole(referred, bank));

        assertThat(referred.close(after)).containsInstanceOf(Closing.Sealed.class);
    }

    private RoundOpened referred(String rule, int quorum) {
        return RoundOpened.newBuilder(opened)
                .setRule(rule)
                .setRuleParameters(Map.of("reference", "bank-c"))
                .setQuorum(quorum)
                .build();
    }

    private static void whole(CollectingRound round, String bank) {
        round.accept(measured(bank, 0, 1, 1));
        round.accept(measured(bank, 1, 1, 1));
    }

    @Test
    void differentCommitsInDifferentPartitionsAreEquivocation() {
        whole("bank-a", 10);
        whole("bank-b", 20);
        round.accept(measured("bank-c", 0, 30, 1));
        round.accept(measured("bank-c", 1, 30, 2));

        Optional<Closing> closing = round.close(before);

        assertThat(rejections(closing)).containsExactly("bank-c EQUIVOCATION");
    }

    @Test
    void aCopyDoesNotCountTowardsTheQuorum() {
        accept("bank-a", 10, 7);
        accept("bank-b", 5, 7);

        Optional<Closing> closing = round.close(after);

        assertThat(closing).get().isInstanceOfSatisfying(Closing.Failed.class, failed -> {
            assertThat(failed.event().getReason()).startsWith("QUORUM_NOT_REACHED: 1 of 3");
            assertThat(failed.event().getRejected())
                    .extracting(Rejection::getReason)
                    .containsExactly(ReasonCode.DUPLICATE_CONTENT, ReasonCode.NO_UPDATE);
        });
    }

    @Test
    void theOriginalIsWhoseChunkIsFirstAlthoughTheCopyWasCommittedBefore() {
        accept("bank-b", 12, 7);
        accept("bank-c", 3, 8);
        accept("bank-a", 10, 7);

        Optional<Closing> closing = round.close(before);

        assertThat(rejections(closing)).containsExactly("bank-b DUPLICATE_CONTENT");
        Closing.Sealed sealed = (Closing.Sealed) closing.orElseThrow();
        assertThat(sealed.event().getUpdates())
                .extracting(SealedUpdate::getParticipant)
                .containsExactly("bank-a", "bank-c");
        assertThat(round.statistics()).extracting(UpdateStatistics::participant).containsExactly("bank-a", "bank-c");
        assertThat(round.commitOffsets()).as("to be quarantined").containsKey("bank-b");
    }

    @Test
    void aCopyStaysWhileItsOriginalIsNotWhole() {
        accept("bank-b", 12, 7);
        accept("bank-c", 3, 8);
        round.accept(refused("bank-a", 0, ReasonCode.WRONG_SHAPE, true));

        assertThat(rejections(round.close(before))).containsExactly("bank-a WRONG_SHAPE");
    }

    /** A whole update of that content whose chunk 0 lies at that offset; partition 1 has its chunks in another order. */
    private void accept(String bank, long firstOffset, int content) {
        for (int partition = 0; partition < 2; partition++) {
            ChunkStatistics chunk = ChunkStatistics.newBuilder(chunk(partition, 1.0))
                    .setOffset(partition == 0 ? firstOffset : 50 - firstOffset)
                    .build();
            round.accept(SliceMeasured.newBuilder(measured(bank, partition, 60, bank.hashCode()))
                    .setContentRoot(ByteBuffer.wrap(new byte[] {(byte) content}))
                    .setChunks(List.of(chunk))
                    .build());
        }
    }

    @Test
    void normsAreSummedInChunkOrder() {
        round.accept(measuredChunks("bank-a", 1, chunk(1, 0.1)));
        round.accept(measuredChunks("bank-a", 0, chunk(0, 1e16), chunk(2, 0.7)));

        List<UpdateStatistics> statistics = round.statistics();

        assertThat(statistics).extracting(UpdateStatistics::squaredNorm).containsExactly((1e16 + 0.1) + 0.7);
    }

    @Property(tries = 200)
    void theOrderOfReportsDoesNotMatter(@ForAll long seed) {
        List<SpecificRecord> reports = new ArrayList<>();
        for (String bank : FEDERATION.banks()) {
            for (int partition = 0; partition < 2; partition++) {
                reports.add(measured(bank, partition, 5 + bank.hashCode() % 5, 1));
                reports.add(refused(bank, partition, ReasonCode.MALFORMED_RECORD, false));
            }
        }
        reports.add(refused("bank-b", 0, ReasonCode.WRONG_SHAPE, true));
        reports.add(refused("bank-b", 1, ReasonCode.EQUIVOCATION, true));
        Collections.shuffle(reports, new Random(seed));

        reports.forEach(this::accept);

        Closing.Sealed sealed = (Closing.Sealed) round.close(after).orElseThrow();
        assertThat(sealed.refused()).singleElement().satisfies(rejection -> assertThat(rejection.getReason())
                .isEqualTo(ReasonCode.WRONG_SHAPE));
        assertThat(sealed.event().getUpdates()).hasSize(2);
    }

    private void accept(SpecificRecord report) {
        if (report instanceof SliceMeasured measured) {
            round.accept(measured);
        } else {
            round.accept((SliceRefused) report);
        }
    }

    private void whole(String bank, long offset) {
        round.accept(measured(bank, 0, offset, 1));
        round.accept(measured(bank, 1, offset + 1, 1));
    }

    private static SliceMeasured measured(String bank, int partition, long offset, int digest) {
        return new SliceMeasured(
                Federation.NAME,
                1L,
                partition,
                bank,
                ByteBuffer.wrap(new byte[] {(byte) digest}),
                offset,
                1,
                1L,
                Map.of(),
                List.of(chunk(partition, 1.0)),
                ByteBuffer.wrap(bank.getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.allocate(0));
    }

    private static SliceMeasured measuredChunks(String bank, int partition, ChunkStatistics... chunks) {
        return SliceMeasured.newBuilder(measured(bank, partition, 1, 1))
                .setChunks(List.of(chunks))
                .build();
    }

    private static ChunkStatistics chunk(int index, double squaredNorm) {
        return new ChunkStatistics(index, squaredNorm, false, -1.0, 0, 0, (long) index);
    }

    private static SliceRefused refused(String bank, int partition, ReasonCode reason, boolean proven) {
        return new SliceRefused(Federation.NAME, 1L, partition, bank, reason, "detail", 7L, proven, Map.of());
    }

    private static List<String> rejections(Optional<Closing> closing) {
        return ((Closing.Sealed) closing.orElseThrow())
                .refused().stream().map(CollectingRoundTest::text).toList();
    }

    private static String text(Rejection rejection) {
        return rejection.getParticipant() + " " + rejection.getReason();
    }
}
