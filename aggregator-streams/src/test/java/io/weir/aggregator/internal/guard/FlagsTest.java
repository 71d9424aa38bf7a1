package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.slice.RoundSlice;
import io.weir.aggregator.internal.slice.SliceEvent;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.schemas.digest.MerkleTree;
import io.weir.wire.Flag;
import io.weir.wire.RoundContents;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlagsTest {
    private static final Federation FEDERATION = new Federation(3, 70, 30);
    private static final long ROUND = 50;

    private final Map<String, float[]> sent = new TreeMap<>(
            Map.of("bank-a", FEDERATION.delta(1), "bank-b", FEDERATION.delta(2), "bank-c", FEDERATION.delta(3)));

    @Test
    void honestUpdatesHaveNone() {
        assertThat(flags(ContentHistory.none())).isEmpty();
    }

    @Test
    void zerosAreNotedOnceHoweverManySendThemAndHoweverOften() {
        sent.put("bank-b", new float[70]);
        sent.put("bank-c", new float[70]);

        List<Flag> flags = flags(history(ROUND - 1, "bank-b", new float[70]));

        assertThat(codes(flags)).containsExactly("bank-b ALL_ZERO", "bank-c ALL_ZERO");
    }

    @Test
    void oneValueEverywhereIsConstantAndNothingElse() {
        sent.put("bank-b", filled(70, -0.5f));

        assertThat(codes(flags(ContentHistory.none()))).containsExactly("bank-b CONSTANT");
    }

    @Test
    void aChunkOfZerosAmongOrdinaryOnesIsNothing() {
        float[] dead = FEDERATION.delta(5);
        Arrays.fill(dead, 30, 60, 0);
        sent.put("bank-b", dead);

        assertThat(flags(ContentHistory.none())).isEmpty();
    }

    @Test
    void aShortVectorMayBeConstant() {
        Federation small = new Federation(3, Flags.PARAMETERS_MIN - 1, 4);
        RoundOpened opened = small.opened(ROUND, 1);
        CollectingRound round = round(small, opened, Map.of("bank-a", filled(Flags.PARAMETERS_MIN - 1, 2)));

        assertThat(Flags.of(round, ContentHistory.none())).isEmpty();
    }

    @Test
    void signsInOneChunkHaveLowEntropyAndTheChunkIsNamed() {
        float[] signs = FEDERATION.delta(5);
        for (int i = 30; i < 60; i++) {
            signs[i] = Math.signum(signs[i]);
        }
        sent.put("bank-b", signs);

        List<Flag> flags = flags(ContentHistory.none());

        assertThat(codes(flags)).containsExactly("bank-b LOW_ENTROPY");
        assertThat(flags.get(0).getEvidence())
                .containsEntry("chunkIndex", 1.0)
                .containsEntry("lowChunks", 1.0)
                .containsEntry("chunks", 3.0)
                .containsEntry("entropyMinBits", 2.0);
        assertThat(flags.get(0).getEvidence().get("entropyBits")).isBetween(0.5, 1.0);
    }

    @Test
    void anEarlierUpdateIsAReplayWhoeverSentItFirst() {
        List<Flag> flags = flags(history(ROUND - 7, "bank-c", FEDERATION.delta(1)));

        assertThat(codes(flags)).containsExactly("bank-a REPLAY");
        assertThat(flags.get(0).getDetail()).contains("'bank-c' in round 43");
        assertThat(flags.get(0).getEvidence()).isEqualTo(Map.of("round", 43.0));
    }

    @Test
    void ofSeveralEarlierOnesTheNewestIsNamedAndOfThoseTheFirstByName() {
        ContentHistory history = ContentHistory.before(
                ROUND,
                List.of(
                        contents(
                                ROUND - 2,
                                Map.of("bank-c", root(FEDERATION.delta(1)), "bank-b", root(FEDERATION.delta(1)))),
                        contents(ROUND - 3, Map.of("bank-a", root(FEDERATION.delta(1))))));

        assertThat(flags(history)).singleElement().satisfies(flag -> assertThat(flag.getDetail())
                .contains("'bank-b' in round 48"));
    }

    @Test
    void aReplayIsLookedForAsFarBackAsTheWindowReaches() {
        assertThat(flags(history(ROUND - ContentHistory.ROUNDS, "bank-a", FEDERATION.delta(1))))
                .hasSize(1);
        assertThat(flags(history(ROUND - ContentHistory.ROUNDS - 1, "bank-a", FEDERATION.delta(1))))
                .isEmpty();
        assertThat(flags(history(ROUND, "bank-a", FEDERATION.delta(1)))).isEmpty();
    }

    @Test
    void aRefusedCopyHasNoFlagAndNeitherHasItsOriginal() {
        sent.put("bank-c", FEDERATION.delta(1));

        assertThat(flags(ContentHistory.none())).isEmpty();
    }

    @Test
    void equalConstantsAreConstantsOnly() {
        sent.put("bank-a", filled(70, 2));
        sent.put("bank-c", filled(70, 2));

        assertThat(codes(flags(ContentHistory.none()))).containsExactly("bank-a CONSTANT", "bank-c CONSTANT");
    }

    @Test
    void statisticsOfDataMayBeAnything() {
        RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(ROUND, 1))
                .setTask(RoundTask.STATISTICS)
                .build();
        sent.replaceAll((bank, delta) -> filled(70, 1));

        assertThat(Flags.of(round(FEDERATION, opened, sent), ContentHistory.none()))
                .isEmpty();
    }

    @Property(tries = 30)
    void partitionsDoNotMatter(@ForAll @IntRange(min = 1, max = 7) int partitions) {
        float[] signs = filled(70, 1);
        signs[3] = -1;
        sent.put("bank-a", signs);
        ContentHistory history = history(ROUND - 1, "bank-a", signs);

        List<Flag> one = Flags.of(round(FEDERATION, FEDERATION.opened(ROUND, 1), sent), history);
        List<Flag> many = Flags.of(round(FEDERATION, FEDERATION.opened(ROUND, partitions), sent), history);

        assertThat(codes(one)).containsExactly("bank-a LOW_ENTROPY", "bank-a REPLAY");
        assertThat(many).isEqualTo(one);
    }

    private List<Flag> flags(ContentHistory history) {
        return Flags.of(round(FEDERATION, FEDERATION.opened(ROUND, 2), sent), history);
    }

    /** A round in which every bank named sent its vector. */
    private static CollectingRound round(Federation federation, RoundOpened opened, Map<String, float[]> sent) {
        CollectingRound round = new CollectingRound(opened);
        MemoryLog log = new MemoryLog();
        for (int p = 0; p < opened.getPartitions(); p++) {
            try (RoundSlice slice = new RoundSlice(opened, p, federation.serde().deserializer())) {
                for (Map.Entry<String, float[]> update : sent.entrySet()) {
                    for (Sent record : federation.update(opened, update.getKey(), update.getValue(), 1)) {
                        if (record.partition() == p) {
                            slice.absorb(log.append(opened.getTopic(), record))
                                    .forEach(event -> round.accept(((SliceEvent.Measured) event).report()));
                        }
                    }
                }
            }
        }
        return round;
    }

    private static ContentHistory history(long round, String bank, float[] delta) {
        return ContentHistory.before(ROUND, List.of(contents(round, Map.of(bank, root(delta)))));
    }

    private static RoundContents contents(long round, Map<String, ByteBuffer> roots) {
        return new RoundContents(Federation.NAME, round, roots);
    }

    /** Hashes of payloads do not say whose they are or of which round. */
    private static ByteBuffer root(float[] delta) {
        RoundOpened any = FEDERATION.opened(1, 1);
        return ByteBuffer.wrap(MerkleTree.root(FEDERATION.chunks(any, "bank-a", delta, 9).stream()
                .map(chunk -> chunk.getSha256().array())
                .toList()));
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    private static List<String> codes(List<Flag> flags) {
        return flags.stream()
                .map(flag -> flag.getParticipant() + " " + flag.getCode())
                .toList();
    }
}
