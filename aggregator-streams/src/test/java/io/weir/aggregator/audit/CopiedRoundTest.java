package io.weir.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.RecordedRound;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whoever copies and however records come in: of equal updates the one counts whose first chunk lies first in the log. */
class CopiedRoundTest {
    private static final Federation FEDERATION = new Federation(5, 23, 5);

    @Property(tries = 100)
    void aCopyCountsNowhereWhateverTheOrderAndThePartitions(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 4) int equal,
            @ForAll @IntRange(min = 1, max = 6) int partitions,
            @ForAll @IntRange(min = 1, max = 6) int others,
            @ForAll boolean compares) {
        Random random = new Random(seed);
        RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(1, partitions))
                .setRule(compares ? "nnm,mean" : "norm-mad")
                .setRuleParameters(compares ? Map.of("f", "0") : Map.of())
                .build();
        List<String> same = new ArrayList<>(FEDERATION.banks());
        Collections.shuffle(same, random);
        same = same.subList(0, equal);
        List<List<Sent>> updates = new ArrayList<>();
        for (String bank : FEDERATION.banks()) {
            float[] content = FEDERATION.delta(same.contains(bank) ? seed : seed + 1 + bank.hashCode());
            updates.add(FEDERATION.update(opened, bank, content, 1 + random.nextInt(90)));
        }

        RecordedRound round = RecordedRound.run(FEDERATION, opened, updates, random);

        String original = firstOf(same, round, opened);
        List<String> copies =
                same.stream().filter(bank -> !bank.equals(original)).sorted().toList();
        List<Rejection> refused = round.verdict().getRejected().stream()
                .filter(rejection -> rejection.getReason() == ReasonCode.DUPLICATE_CONTENT)
                .toList();
        assertThat(refused).extracting(Rejection::getParticipant).isEqualTo(copies);
        assertThat(refused)
                .flatExtracting(Rejection::getNeighbours)
                .extracting(Neighbour::getParticipant)
                .containsOnly(original);
        assertThat(round.sealed().getUpdates())
                .extracting(SealedUpdate::getParticipant)
                .hasSize(FEDERATION.banks().size() - copies.size())
                .doesNotContainAnyElementsOf(copies);
        RoundRecomputation recomputation =
                new RoundRecomputation(FEDERATION.serde().deserializer(), round::log);
        RecomputationPlan dealt = RecomputationPlan.asRecorded().onPartitions(others);
        RecomputedRound again = recomputation.recompute(round.sealed(), List.of(), dealt);
        RecomputedRound without =
                recomputation.recompute(round.sealed(), List.of(), dealt.leavingOut(Set.copyOf(copies)));
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(round.verdict()));
        assertThat(again.aggregateDigest()).isEqualTo(round.aggregateDigest());
        assertThat(again.refused())
                .as("what an audit names where a copy was sealed")
                .extracting(RefusedRecord::participant)
                .containsExactlyInAnyOrderElementsOf(copies);
        assertThat(without.aggregateDigest())
                .as("as if copies had never been sent")
                .isEqualTo(round.aggregateDigest());
    }

    @Example
    void aCopyLowersFAsFarAsTheStagesNeed() {
        RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(1, 2))
                .setRule("nnm,mean")
                .setRuleParameters(Map.of("f", "2"))
                .build();
        List<List<Sent>> updates = new ArrayList<>();
        for (String bank : FEDERATION.banks()) {
            float[] content = FEDERATION.delta(bank.equals("bank-b") ? "bank-a".hashCode() : bank.hashCode());
            updates.add(FEDERATION.update(opened, bank, content, 1));
        }

        Verdict verdict =
                RecordedRound.run(FEDERATION, opened, updates, new Random(1)).verdict();

        assertThat(verdict.getAdmitted()).hasSize(4);
        assertThat(verdict.getRuleParameters()).containsEntry("f", "1");
    }

    /** Whose chunk 0 lies first. */
    private static String firstOf(List<String> banks, RecordedRound round, RoundOpened opened) {
        return round.log().of(opened.getTopic(), 0).stream()
                .map(LogRecord::key)
                .flatMap(key -> banks.stream().filter(bank -> key.equals(Keys.chunk(bank, 0))))
                .findFirst()
                .orElseThrow();
    }
}
