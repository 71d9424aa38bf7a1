package io.weir.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.aggregator.testkit.RecordedRound;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Admission;
import io.weir.wire.FlagCode;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a round leads to depends on the records below its cuts and on nothing else. */
class RoundRecomputationTest {
    private static final Federation FEDERATION = new Federation(6, 23, 5);
    private static final List<String> BANKS = FEDERATION.banks();

    private final RecomputationPlan recorded = RecomputationPlan.asRecorded();

    @Property(tries = 40)
    void theRecordedRoundComesOutAgainWhateverTheGuardHeardWhen(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
        Random random = new Random(seed);
        RoundOpened opened = FEDERATION.opened(1, partitions);
        RecordedRound round = RecordedRound.run(FEDERATION, opened, troubled(opened, random), random);

        RecomputedRound again = recomputation(round.log()).recompute(round.sealed(), List.of(), recorded);

        assertThat(again.updates()).isEqualTo(round.sealed().getUpdates());
        assertThat(ByteBuffer.wrap(again.participantsRoot()))
                .isEqualTo(round.sealed().getParticipantsRoot());
        assertThat(again.cuts()).isEqualTo(round.sealed().getCuts());
        assertThat(again.closedBy()).isEqualTo(round.sealed().getClosedBy());
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(round.verdict()));
        assertThat(again.failure()).isEmpty();
        assertThat(again.sums().keySet()).isEqualTo(round.sums().keySet());
        round.sums()
                .forEach((chunk, sums) -> assertThat(again.sums().get(chunk)).containsExactly(sums));
    }

    @Property(tries = 25)
    void partitionsAndThreadsDoNotChangeABit(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int partitions,
            @ForAll @IntRange(min = 1, max = 9) int others) {
        Random random = new Random(seed);
        RoundOpened opened = FEDERATION.opened(1, partitions);
        RecordedRound round = RecordedRound.run(FEDERATION, opened, troubled(opened, random), random);

        RecomputedRound again = recomputation(round.log())
                .recompute(
                        round.sealed(), List.of(), recorded.onPartitions(others).onThreads(1 + random.nextInt(4)));

        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(round.verdict()));
        assertThat(again.aggregateDigest()).isEqualTo(round.aggregateDigest());
    }

    @Test
    void onePartitionAndEightOneThreadAndFourGiveTheRecordedDigest() {
        RoundOpened opened = FEDERATION.opened(1, 4);
        RecordedRound round = RecordedRound.run(FEDERATION, opened, calm(opened, Set.of()), new Random(5));
        RoundRecomputation recomputation = recomputation(round.log());

        List<byte[]> digests = new ArrayList<>();
        for (int partitions : new int[] {1, 8}) {
            for (int threads : new int[] {1, 4}) {
                RecomputationPlan plan = recorded.onPartitions(partitions).onThreads(threads);
                digests.add(
                        recomputation.recompute(round.sealed(), List.of(), plan).aggregateDigest());
            }
        }

        assertThat(digests).allSatisfy(digest -> assertThat(digest).isEqualTo(round.aggregateDigest()));
    }

    @Property(tries = 25)
    void withoutAParticipantEqualsARunInWhichItSentNothing(
            @ForAll long seed,
            @ForAll @IntRange(max = 5) int left,
            @ForAll @IntRange(min = 1, max = 4) int partitions) {
        RoundOpened opened = FEDERATION.opened(1, partitions);
        Set<String> without = Set.of(BANKS.get(left));
        RecordedRound all = RecordedRound.run(FEDERATION, opened, calm(opened, Set.of()), new Random(seed));
        RecordedRound fewer = RecordedRound.run(FEDERATION, opened, calm(opened, without), new Random(seed + 1));

        RecomputedRound hypothetical =
                recomputation(all.log()).recompute(all.sealed(), List.of(), recorded.leavingOut(without));

        assertThat(Digests.verdictDigest(hypothetical.verdict())).isEqualTo(Digests.verdictDigest(fewer.verdict()));
        assertThat(hypothetical.updates()).isEqualTo(fewer.sealed().getUpdates());
        assertThat(hypothetical.aggregateDigest()).isEqualTo(fewer.aggregateDigest());
        assertThat(hypothetical.verdict().getRejected())
                .filteredOn(rejection -> without.contains(rejection.getParticipant()))
                .extracting(Rejection::getReason)
                .containsExactly(ReasonCode.NO_UPDATE);
    }

    @Property(tries = 10)
    void flagsComeOutOfTheSealsOnAnyLayout(@ForAll @IntRange(min = 1, max = 9) int partitions) {
        RoundOpened first = FEDERATION.opened(1, 2);
        RecordedRound earlier = RecordedRound.run(FEDERATION, first, calm(first, Set.of()), new Random(1));
        RoundOpened opened = FEDERATION.opened(2, 3);
        RecordedRound round = RecordedRound.run(FEDERATION, opened, calm(opened, Set.of()), new Random(2));

        RecomputedRound again = recomputation(round.log())
                .recompute(
                        round.sealed(), List.of(round.sealed(), earlier.sealed()), recorded.onPartitions(partitions));

        assertThat(again.updates()).isEqualTo(round.sealed().getUpdates());
        assertThat(again.verdict().getAdmitted()).isEqualTo(round.verdict().getAdmitted());
        assertThat(again.verdict().getFlags()).hasSize(6).allSatisfy(flag -> {
            assertThat(flag.getCode()).isEqualTo(FlagCode.REPLAY);
            assertThat(flag.getDetail()).contains("'" + flag.getParticipant() + "' in round 1");
        });
    }

    @Test
    void anotherRuleAdmitsWhomTheRecordedRuleRefused() {
        RoundOpened opened = FEDERATION.opened(1, 2);
        List<List<Sent>> updates = calm(opened, Set.of("bank-f"));
        updates.add(FEDERATION.update(opened, "bank-f", scaled(FEDERATION.delta(3), 15), 10));
        RecordedRound round = RecordedRound.run(
                FEDERATION,
                RoundOpened.newBuilder(opened)
                        .setRuleParameters(Map.of("k", "1.5"))
                        .build(),
                updates,
                new Random(1));
        assertThat(round.verdict().getAdmitted())
                .extracting(Admission::getParticipant)
                .doesNotContain("bank-f");

        RecomputedRound other = recomputation(round.log())
                .recompute(
                        round.sealed(), List.of(), recorded.judgedBy(new RecomputationPlan.Rule("fedavg", Map.of())));

        assertThat(other.verdict().getRule()).isEqualTo("fedavg");
        assertThat(other.verdict().getAdmitted())
                .extracting(Admission::getParticipant)
                .containsExactlyElementsOf(BANKS);
        assertThat(other.aggregateDigest()).isNotEqualTo(round.aggregateDigest());
    }

    @Test
    void withoutAQuorumNothingIsSummed() {
        RoundOpened opened = FEDERATION.opened(1, 2);
        RecordedRound round = RecordedRound.run(FEDERATION, opened, calm(opened, Set.of()), new Random(1));

        RecomputedRound alone = recomputation(round.log())
                .recompute(round.sealed(), List.of(), recorded.leavingOut(Set.copyOf(BANKS.subList(1, 6))));

        assertThat(alone.failure()).hasValueSatisfying(why -> assertThat(why).contains("QUORUM_NOT_REACHED: 1 of 6"));
        assertThat(alone.sums()).isEmpty();
    }

    private static RoundRecomputation recomputation(MemoryLog log) {
        return new RoundRecomputation(FEDERATION.serde().deserializer(), () -> log);
    }

    /** Every bank but some sends one sound update. */
    private static List<List<Sent>> calm(RoundOpened opened, Set<String> without) {
        List<List<Sent>> updates = new ArrayList<>();
        for (String bank : BANKS) {
            if (!without.contains(bank)) {
                updates.add(new ArrayList<>(FEDERATION.update(
                        opened, bank, FEDERATION.delta(bank.hashCode()), 1 + Math.floorMod(bank.hashCode(), 90))));
            }
        }
        return updates;
    }

    /** Two banks send sound updates; the others may resend, equivocate, forge, corrupt, or stop half way. */
    private static List<List<Sent>> troubled(RoundOpened opened, Random random) {
        List<List<Sent>> updates = calm(opened, Set.of());
        for (int bank = 2; bank < BANKS.size(); bank++) {
            List<Sent> sent = updates.get(bank);
            List<Sent> other = FEDERATION.update(opened, BANKS.get(bank), FEDERATION.delta(random.nextLong()), 7);
            switch (random.nextInt(7)) {
                case 0 -> sent.addAll(List.copyOf(sent));
                case 1 -> sent.addAll(other);
                case 2 -> sent.addAll(0, other.subList(0, random.nextInt(opened.getChunkCount()) + 1));
                case 3 -> sent.subList(random.nextInt(sent.size()), sent.size()).clear();
                case 4 ->
                    sent.add(random.nextInt(sent.size()), new Sent(0, BANKS.get(bank) + "/00000", new byte[] {9, 9}));
                case 5 -> sent.addAll(0, forged(opened, BANKS.get(bank)));
                case 6 -> sent.add(0, new Sent(0, "nobody/00000", new byte[] {1}));
                default -> throw new IllegalStateException("not drawn");
            }
        }
        return updates;
    }

    /** A commit that somebody else wrote. */
    private static List<Sent> forged(RoundOpened opened, String bank) {
        List<UpdateChunk> chunks = FEDERATION.chunks(opened, bank, FEDERATION.delta(1), 5);
        UpdateCommit commit = FEDERATION
                .commit(opened, bank, chunks)
                .setSignature(ByteBuffer.wrap(new byte[64]))
                .build();
        return List.of(FEDERATION.frame(commit, 0));
    }

    private static float[] scaled(float[] delta, float factor) {
        for (int i = 0; i < delta.length; i++) {
            delta[i] *= factor;
        }
        return delta;
    }
}
