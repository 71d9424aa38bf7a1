package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.wire.AttestedRound;
import io.weir.wire.ChunkStatistics;
import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CopiesTest {
    private static final RoundOpened OPENED = new Federation(3, 40, 20).opened(1, 2);

    @Test
    void ofEqualUpdatesThatStaysWhoseFirstChunkCameFirst() {
        List<UpdateContent> whole = List.of(update("bank-a", 7, 12), update("bank-b", 7, 5), update("bank-c", 8, 1));

        Map<String, Rejection> copies = Copies.among(whole, OPENED);

        assertThat(copies).containsOnlyKeys("bank-a");
        Rejection copy = copies.get("bank-a");
        assertThat(copy.getParticipant()).isEqualTo("bank-a");
        assertThat(copy.getReason()).isEqualTo(ReasonCode.DUPLICATE_CONTENT);
        assertThat(copy.getDetail()).contains("'bank-b'").contains("12").contains("5");
        assertThat(copy.getEvidence()).isEqualTo(Map.of("offset", 12.0, "originalOffset", 5.0, "updates", 2.0));
        assertThat(copy.getNeighbours()).containsExactly(new Neighbour("bank-b", 0.0, 1.0));
    }

    @Test
    void everyCopyIsHeldAgainstTheSameOriginal() {
        List<UpdateContent> whole = List.of(
                update("bank-a", 7, 30), update("bank-b", 7, 20), update("bank-c", 7, 10), update("bank-d", 9, 40));

        assertThat(Copies.among(whole, OPENED))
                .containsOnlyKeys("bank-a", "bank-b")
                .allSatisfy((name, copy) -> assertThat(copy.getNeighbours())
                        .extracting(Neighbour::getParticipant)
                        .containsExactly("bank-c"));
    }

    @Test
    void theReferenceIsNoCopyWhoeverKnewBeforeWhatItWouldSend() {
        RoundOpened referred = RoundOpened.newBuilder(OPENED)
                .setRuleParameters(Map.of("reference", "bank-c"))
                .build();

        assertThat(Copies.among(List.of(update("bank-a", 7, 1), update("bank-c", 7, 2)), referred))
                .containsOnlyKeys("bank-a");
    }

    @Test
    void zerosAndConstantsAreAlikeByNature() {
        assertThat(Copies.among(List.of(constant("bank-a", 0, 1), constant("bank-b", 0, 2)), OPENED))
                .isEmpty();
        assertThat(Copies.among(List.of(constant("bank-a", 2, 1), constant("bank-b", 2, 2)), OPENED))
                .isEmpty();
    }

    @Test
    void countsOfSmallDataAreAlikeByChance() {
        RoundOpened statistics =
                RoundOpened.newBuilder(OPENED).setTask(RoundTask.STATISTICS).build();

        assertThat(Copies.among(equal(), statistics)).isEmpty();
    }

    @Test
    void whatIsNotKnownIsNotCompared() {
        List<UpdateContent> unplaced = List.of(update("bank-a", 7, -1), update("bank-b", 7, -1));
        List<UpdateContent> unnamed = equal().stream()
                .map(update -> new UpdateContent(update.participant(), ByteBuffer.allocate(0), update.chunks()))
                .toList();

        assertThat(Copies.among(unplaced, OPENED)).isEmpty();
        assertThat(Copies.among(unnamed, OPENED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = SecureBackend.class,
            names = {"MASK", "RLWE", "PLAIN"})
    void theSameHiddenBytesAreACopyIfTheyAreHiddenInEarnest(SecureBackend backend) {
        // Of hidden values nothing is measured.
        List<UpdateContent> hidden = List.of(constant("bank-a", 0, 1), constant("bank-b", 0, 2));

        Map<String, Rejection> copies = Copies.among(hidden, hiding(backend));

        if (backend == SecureBackend.PLAIN) {
            assertThat(copies).isEmpty();
        } else {
            assertThat(copies).containsOnlyKeys("bank-b");
            assertThat(copies.get("bank-b").getNeighbours()).isEmpty();
            assertThat(copies.get("bank-b").getDetail()).contains("'bank-a'");
        }
    }

    @Test
    void sealedBytesOpenForOneParticipantOnly() {
        RoundOpened attested = RoundOpened.newBuilder(OPENED)
                .setAttested(AttestedRound.newBuilder().setKeys(List.of()).build())
                .build();

        assertThat(Copies.among(equal(), attested)).isEmpty();
    }

    private static RoundOpened hiding(SecureBackend backend) {
        return RoundOpened.newBuilder(OPENED)
                .setSecure(SecureRound.newBuilder()
                        .setBackend(backend)
                        .setValueBits(16)
                        .setCommittee(List.of())
                        .setThreshold(0)
                        .setGroups(List.of())
                        .setGroupMin(2)
                        .setNeighbours(0)
                        .setCommitteeTimeoutMs(1)
                        .setKeys(List.of())
                        .build())
                .build();
    }

    private static List<UpdateContent> equal() {
        return List.of(update("bank-a", 7, 1), update("bank-b", 7, 2));
    }

    private static UpdateContent update(String bank, int content, long firstOffset) {
        return content(bank, content, firstOffset, 1, false);
    }

    private static UpdateContent constant(String bank, double squaredNorm, long firstOffset) {
        return content(bank, 7, firstOffset, squaredNorm, squaredNorm > 0);
    }

    private static UpdateContent content(
            String bank, int content, long firstOffset, double squaredNorm, boolean constant) {
        List<ChunkStatistics> chunks = List.of(
                new ChunkStatistics(0, squaredNorm, constant, -1.0, 0, 0, firstOffset),
                new ChunkStatistics(1, squaredNorm, constant, -1.0, 0, 0, 100 - firstOffset));
        return new UpdateContent(bank, ByteBuffer.wrap(new byte[] {(byte) content}), chunks);
    }
}
