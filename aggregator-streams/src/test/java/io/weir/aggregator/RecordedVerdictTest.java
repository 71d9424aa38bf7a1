package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RecomputedRound;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verdicts as they were written, and after somebody has changed what they say of a committee. */
class RecordedVerdictTest extends RecordedCommitteeHarness {
    @Test
    void anAccusationThatHoldsLeadsToTheRecordedVerdictAndSums() {
        judged(true);
        List<Long> summed = sum(aggregates());

        RecomputedRound again = again(committeeTopic, verdict);

        assertThat(again.committee()).isEmpty();
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
        List<Long> sums = new ArrayList<>();
        again.sums().values().forEach(chunk -> {
            for (long value : chunk) {
                sums.add(value);
            }
        });
        assertThat(sums).isEqualTo(summed);
    }

    @Test
    void anAccusationThatDoesNotHoldLeadsToTheRecordedFlag() {
        judged(false);

        RecomputedRound again = again(committeeTopic, verdict);

        assertThat(again.committee()).isEmpty();
        assertThat(again.verdict().getFlags()).hasSize(1);
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
    }

    @Test
    void whoIsLeftOutWithoutAnAccusationIsNamed() {
        judged(true);
        Rejection made = Rejection.newBuilder(verdict.getRejected().get(0))
                .setParticipant(banks.get(5))
                .build();
        List<Rejection> rejected = new ArrayList<>(verdict.getRejected());
        rejected.add(made);

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setRejected(rejected).build()), "leaves out '" + banks.get(5) + "'");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setRejected(List.of(
                                verdict.getRejected().get(0),
                                Rejection.newBuilder(made)
                                        .setReason(ReasonCode.GROUP_TOO_SMALL)
                                        .build()))
                        .build()),
                "GROUP_TOO_SMALL");
    }

    @Test
    void whoIsKeptInSpiteOfAnAccusationIsNamed() {
        judged(true);

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setRejected(List.of()).build()),
                "does not leave out '" + banks.get(2) + "'");
    }

    @Test
    void anotherReasonIsNamed() {
        judged(true);
        Rejection changed = Rejection.newBuilder(verdict.getRejected().get(0))
                .setDetail("no reason")
                .build();

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setRejected(List.of(changed)).build()),
                "no reason",
                "SHARES_MISSING");
    }

    @Test
    void flagsThatDoNotFollowAreNamed() {
        judged(false);
        Flag made = new Flag(members.get(1), FlagCode.FALSE_ACCUSATION, "made up", Map.of());

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setFlags(List.of()).build()),
                "does not note of '" + members.get(0) + "'");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setFlags(List.of(made, verdict.getFlags().get(0)))
                        .build()),
                "notes of '" + members.get(1) + "'",
                "does not show that");
    }

    @Test
    void sumsOfOtherListsAreNamed() {
        judged(true);
        GroupOpening opening = verdict.getOpenings().get(0);
        GroupOpening fewer = GroupOpening.newBuilder(opening)
                .setParticipants(opening.getParticipants().subList(1, 5))
                .build();
        GroupOpening otherKeys =
                GroupOpening.newBuilder(opening).setKeys(ByteBuffer.allocate(5)).build();

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setOpenings(List.of(fewer)).build()), "opens the sums of");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setOpenings(List.of(opening, opening))
                        .build()),
                "opens the sums of");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setOpenings(List.of(otherKeys))
                        .build()),
                "keys of 5 bytes");
    }

    @Test
    void withoutTheCommitteesRecordsTheVerdictIsTakenAtItsWord() {
        judged(true);

        RecomputedRound again = new RoundRecomputation(federation.serde().deserializer(), () -> log)
                .recompute(sealed, List.of(sealed), RecomputationPlan.asRecorded(), Optional.of(verdict));

        assertThat(again.committee()).isEmpty();
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
    }
}
