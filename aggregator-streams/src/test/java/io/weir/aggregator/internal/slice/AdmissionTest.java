package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.wire.Codec;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hard check has its code, a sentence with what was found and what is allowed, and the numbers by name. */
class AdmissionTest {
    private static final String BANK = "bank-a";
    private static final Federation FEDERATION = new Federation(3, 10, 4);

    private final RoundOpened opened = FEDERATION.opened(3, 1);
    private final MemoryLog log = new MemoryLog();
    private final RoundSlice slice =
            new RoundSlice(opened, 0, FEDERATION.serde().deserializer());

    static Stream<Arguments> chunks() {
        return Stream.of(
                chunk(ReasonCode.WRONG_FEDERATION, "'other'", Map.of(), c -> c.setFederation("other")),
                chunk(
                        ReasonCode.WRONG_ROUND,
                        "round 2",
                        Map.of("round", 2.0, "expectedRound", 3.0),
                        c -> c.setRound(2)),
                chunk(
                        ReasonCode.STALE_BASE_VERSION,
                        "version 1",
                        Map.of("baseVersion", 1.0, "expectedBaseVersion", 2.0),
                        c -> c.setBaseVersion(1)),
                chunk(
                        ReasonCode.WRONG_SHAPE,
                        "of 4",
                        Map.of("chunkIndex", 0.0, "chunkCount", 4.0, "expectedChunkCount", 3.0),
                        c -> c.setChunkCount(4)),
                chunk(
                        ReasonCode.WRONG_SHAPE,
                        "3 parameters",
                        Map.of(
                                "chunkIndex", 0.0,
                                "length", 3.0,
                                "expectedLength", 4.0,
                                "firstParameter", 0.0,
                                "expectedFirstParameter", 0.0),
                        c -> c.setLength(3)),
                chunk(ReasonCode.WRONG_CODEC, "BF16", Map.of(), c -> c.setCodec(Codec.BF16)),
                chunk(
                        ReasonCode.BAD_WEIGHT,
                        "allowed is 1 to 1000",
                        Map.of("weight", 1001.0, "weightMax", 1000.0),
                        c -> c.setWeight(1001)),
                chunk(
                        ReasonCode.BAD_WEIGHT,
                        "weight 0",
                        Map.of("weight", 0.0, "weightMax", 1000.0),
                        c -> c.setWeight(0)),
                chunk(ReasonCode.HASH_MISMATCH, "SHA-256", Map.of(), c -> c.setSha256(ByteBuffer.wrap(new byte[32]))),
                chunk(
                        ReasonCode.UNKNOWN_PARTICIPANT,
                        "revoked",
                        Map.of("cohort", 3.0),
                        c -> c.setParticipant("mallory")));
    }

    private static Arguments chunk(
            ReasonCode reason,
            String sentence,
            Map<String, Double> evidence,
            UnaryOperator<UpdateChunk.Builder> wrong) {
        return arguments(reason, sentence, evidence, wrong);
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void aWrongChunkIsRefusedWithTheNumbersBehindIt(
            ReasonCode reason,
            String sentence,
            Map<String, Double> evidence,
            UnaryOperator<UpdateChunk.Builder> wrong) {
        UpdateChunk sound =
                FEDERATION.chunks(opened, BANK, FEDERATION.delta(1), 1).get(0);

        UpdateChunk chunk = wrong.apply(UpdateChunk.newBuilder(sound)).build();

        assertThat(refusal(FEDERATION.frame(chunk, 0))).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(sentence);
            assertThat(refused.evidence()).isEqualTo(evidence);
        });
    }

    static Stream<Arguments> commits() {
        Map<String, Double> limits = Map.of("examplesMax", 1e12, "weightMax", 1000.0);
        return Stream.of(
                commit(ReasonCode.WRONG_FEDERATION, "'other'", Map.of(), c -> c.setFederation("other")),
                commit(
                        ReasonCode.WRONG_ROUND,
                        "round 2",
                        Map.of("round", 2.0, "expectedRound", 3.0),
                        c -> c.setRound(2)),
                commit(
                        ReasonCode.STALE_BASE_VERSION,
                        "newest head",
                        Map.of("baseVersion", 1.0, "expectedBaseVersion", 2.0),
                        c -> c.setBaseVersion(1)),
                commit(
                        ReasonCode.WRONG_BASE_DIGEST,
                        "sha256:other",
                        Map.of("baseVersion", 2.0),
                        c -> c.setBaseDigest("sha256:other")),
                commit(
                        ReasonCode.WRONG_SHAPE,
                        "names 2 chunks",
                        Map.of("chunkCount", 2.0, "expectedChunkCount", 3.0),
                        c -> c.setChunkHashes(c.getChunkHashes().subList(0, 2))),
                commit(
                        ReasonCode.HASH_MISMATCH,
                        "Merkle root",
                        Map.of(),
                        c -> c.setMerkleRoot(ByteBuffer.wrap(new byte[32]))),
                commit(
                        ReasonCode.BAD_WEIGHT,
                        "examples 0,",
                        with(limits, "examples", 0.0, "weight", 1.0),
                        c -> c.setExamples(0)),
                commit(
                        ReasonCode.BAD_WEIGHT,
                        "examples -5,",
                        with(limits, "examples", -5.0, "weight", 1.0),
                        c -> c.setExamples(-5)),
                commit(
                        ReasonCode.BAD_WEIGHT,
                        "examples 1000000000001,",
                        with(limits, "examples", 1e12 + 1, "weight", 1.0),
                        c -> c.setExamples(1_000_000_000_001L)),
                commit(
                        ReasonCode.BAD_WEIGHT,
                        "weight 1001;",
                        with(limits, "examples", 100.0, "weight", 1001.0),
                        c -> c.setWeight(1001)),
                commit(ReasonCode.CHUNK_MISSING, "chunk 0", Map.of("chunkIndex", 0.0), UnaryOperator.identity()));
    }

    private static Map<String, Double> with(Map<String, Double> limits, String a, double x, String b, double y) {
        Map<String, Double> all = new java.util.HashMap<>(limits);
        all.put(a, x);
        all.put(b, y);
        return all;
    }

    private static Arguments commit(
            ReasonCode reason,
            String sentence,
            Map<String, Double> evidence,
            UnaryOperator<UpdateCommit.Builder> wrong) {
        return arguments(reason, sentence, evidence, wrong);
    }

    @ParameterizedTest
    @MethodSource("commits")
    void aWrongCommitThatItsBankSignedIsProvenAgainstIt(
            ReasonCode reason,
            String sentence,
            Map<String, Double> evidence,
            UnaryOperator<UpdateCommit.Builder> wrong) {
        UpdateCommit.Builder sound =
                FEDERATION.commit(opened, BANK, FEDERATION.chunks(opened, BANK, FEDERATION.delta(1), 1));

        UpdateCommit commit = FEDERATION.sign(wrong.apply(sound).build());

        assertThat(refusal(FEDERATION.frame(commit, 0))).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(sentence);
            assertThat(refused.evidence()).isEqualTo(evidence);
            assertThat(refused.proven()).isTrue();
        });
    }

    @Test
    void theLargestNumberOfExamplesIsAllowed() {
        List<Sent> update = FEDERATION.update(opened, BANK, FEDERATION.delta(1), 1);
        UpdateCommit most = FEDERATION.sign(FEDERATION
                .commit(opened, BANK, FEDERATION.chunks(opened, BANK, FEDERATION.delta(1), 1))
                .setExamples(1_000_000_000_000L)
                .build());
        absorb(update.subList(0, 3));

        assertThat(slice.absorb(log.append(opened.getTopic(), FEDERATION.frame(most, 0))))
                .singleElement()
                .isInstanceOf(SliceEvent.Measured.class);
    }

    @Test
    void theFirstValueThatIsNoNumberIsNamed() {
        float[] delta = FEDERATION.delta(1);
        delta[6] = Float.NEGATIVE_INFINITY;
        delta[7] = Float.NaN;

        List<SliceEvent> events = absorb(FEDERATION.update(opened, BANK, delta, 1));

        assertThat((SliceEvent.Refused) events.get(0)).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(ReasonCode.NON_FINITE);
            assertThat(refused.detail()).contains("-Infinity at parameter 6");
            assertThat(refused.evidence()).isEqualTo(Map.of("chunkIndex", 1.0, "parameter", 6.0));
        });
        assertThat(((SliceEvent.Refused) events.get(1)).evidence())
                .as("the commit is refused for the same")
                .isEqualTo(Map.of("chunkIndex", 1.0, "parameter", 6.0));
    }

    @Test
    void aChunkThatIsTooLongIsNamedWithItsNormAndTheBound() {
        float[] delta = new float[10];
        delta[8] = -300;
        delta[9] = 400;

        List<SliceEvent> events = absorb(FEDERATION.update(opened, BANK, delta, 1));

        assertThat(((SliceEvent.Refused) events.get(0)).evidence())
                .isEqualTo(Map.of("chunkIndex", 2.0, "chunkNorm", 500.0, "clippingBound", 100.0));
    }

    @Test
    void whatIsThereAlreadyIsNamedWithItsOffset() {
        List<Sent> update = FEDERATION.update(opened, BANK, FEDERATION.delta(1), 1);
        absorb(update.subList(0, 2));

        assertThat(refusal(update.get(1))).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(ReasonCode.DUPLICATE);
            assertThat(refused.evidence()).isEqualTo(Map.of("chunkIndex", 1.0, "firstOffset", 1.0));
            assertThat(refused.concernsGuard()).isFalse();
        });
    }

    @Test
    void whatTheGuardIsToldHoldsTheNumbersToo() {
        RoundOpened stale = RoundOpened.newBuilder(opened).setBaseVersion(1).build();

        List<SliceEvent> events = absorb(FEDERATION.update(stale, BANK, FEDERATION.delta(1), 1));

        SliceEvent.Refused last = (SliceEvent.Refused) events.get(events.size() - 1);
        assertThat(last.report(opened, 0)).satisfies(report -> {
            assertThat(report.getProven()).isTrue();
            assertThat(report.getReason()).isEqualTo(ReasonCode.STALE_BASE_VERSION);
            assertThat(report.getEvidence()).isEqualTo(Map.of("baseVersion", 1.0, "expectedBaseVersion", 2.0));
        });
    }

    @Test
    void aRecordThatIsCutOffSaysSo() {
        Sent chunk = FEDERATION.update(opened, BANK, FEDERATION.delta(1), 1).get(0);

        assertThat(refusal(new Sent(0, chunk.key(), Arrays.copyOf(chunk.value(), 40))))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(ReasonCode.MALFORMED_RECORD);
                    assertThat(refused.detail()).startsWith("the record does not decode");
                    assertThat(refused.sizeBytes()).isGreaterThanOrEqualTo(40);
                });
    }

    private List<SliceEvent> absorb(List<Sent> records) {
        List<SliceEvent> events = new ArrayList<>();
        records.forEach(sent -> events.addAll(slice.absorb(log.append(opened.getTopic(), sent))));
        return events;
    }

    private SliceEvent.Refused refusal(Sent record) {
        List<SliceEvent> events = absorb(List.of(record));
        assertThat(events).hasSize(1);
        return (SliceEvent.Refused) events.get(0);
    }
}
