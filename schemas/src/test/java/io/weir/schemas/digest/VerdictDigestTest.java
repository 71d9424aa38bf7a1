package io.weir.schemas.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schemas.serde.WireTrust;
import io.weir.wire.Admission;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.MixedRow;
import io.weir.wire.Neighbour;
import io.weir.wire.PastParticipant;
import io.weir.wire.PastRounds;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.Verdict;
import io.weir.wire.VerdictNoise;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VerdictDigestTest {
    @BeforeAll
    static void trust() {
        WireTrust.install();
    }

    @Test
    void aVerdictWithoutFlagsHasTheDigestThatItHadBeforeThereWereAny() {
        Verdict plain = verdict().build();
        Verdict mixed =
                verdict().setMixing(List.of(new MixedRow(List.of(0.25, 0.75)))).build();

        assertThat(digest(plain)).isEqualTo("265ab101fb95a3a47e4f56a6780c09016222f51860ccee4b58f8645aee5fb4d9");
        assertThat(digest(mixed)).isEqualTo("c18d08dcd3965b523e7e4fc4ec104acd025bb09d82d59af1fcded13ddda5db2d");
    }

    @Test
    void everyPartOfAFlagAndOfAnExplanationIsCovered() {
        Stream<UnaryOperator<Verdict.Builder>> changes = Stream.of(
                verdict -> verdict,
                verdict -> verdict.setFlags(List.of(flag("bank-a", FlagCode.REPLAY, "as before", 3))),
                verdict -> verdict.setFlags(List.of(flag("bank-b", FlagCode.REPLAY, "as before", 3))),
                verdict -> verdict.setFlags(List.of(flag("bank-a", FlagCode.COPY, "as before", 3))),
                verdict -> verdict.setFlags(List.of(flag("bank-a", FlagCode.REPLAY, "as ever", 3))),
                verdict -> verdict.setFlags(List.of(flag("bank-a", FlagCode.REPLAY, "as before", 4))),
                verdict -> verdict.setRejected(List.of(
                        Rejection.newBuilder(rejection()).setStage("flame").build())),
                verdict -> verdict.setRejected(List.of(near("bank-a", 1, 0.5))),
                verdict -> verdict.setRejected(List.of(near("bank-b", 1, 0.5))),
                verdict -> verdict.setRejected(List.of(near("bank-a", 2, 0.5))),
                verdict -> verdict.setRejected(List.of(near("bank-a", 1, 0.6))),
                verdict -> verdict.setFlags(List.of(flag("bank-a", FlagCode.REPLAY, "as before", 3)))
                        .setMixing(List.of(new MixedRow(List.of(0.25, 0.75)))));

        List<String> digests =
                changes.map(change -> digest(change.apply(verdict()).build())).toList();

        assertThat(Set.copyOf(digests)).hasSameSizeAs(digests);
    }

    @Test
    void everyPartOfNoiseAndOfATrailIsCovered() {
        Stream<UnaryOperator<Verdict.Builder>> changes = Stream.of(
                verdict -> verdict,
                verdict -> verdict.setNoise(noise(1, 7)),
                verdict -> verdict.setNoise(noise(2, 7)),
                verdict -> verdict.setNoise(noise(1, 8)),
                verdict -> verdict.setHistory(trail(List.of())),
                verdict -> verdict.setHistory(trail(List.of(bytes(5)))),
                verdict -> verdict.setHistory(trail(List.of(bytes(6)))),
                verdict -> verdict.setHistory(trail(List.of(bytes(5), bytes(6)))),
                verdict -> verdict.setHistory(trail(List.of(bytes(5)))).setNoise(noise(1, 7)));

        List<String> digests =
                changes.map(change -> digest(change.apply(verdict()).build())).toList();

        assertThat(Set.copyOf(digests)).hasSameSizeAs(digests);
    }

    private static VerdictNoise noise(double deviation, int seed) {
        return new VerdictNoise(deviation, bytes(seed));
    }

    private static PastRounds trail(List<ByteBuffer> trail) {
        PastParticipant past = PastParticipant.newBuilder()
                .setParticipant("bank-a")
                .setUpdates(List.of())
                .setTrail(trail)
                .build();
        return PastRounds.newBuilder().setParticipants(List.of(past)).build();
    }

    private static ByteBuffer bytes(int value) {
        return ByteBuffer.wrap(new byte[] {(byte) value});
    }

    @Test
    void theOrderOfMapsDoesNotMatter() {
        Set<String> digests = Stream.of(Map.of("a", 1.0, "b", 2.0), Map.of("b", 2.0, "a", 1.0))
                .map(evidence -> digest(verdict()
                        .setFlags(List.of(new Flag("bank-a", FlagCode.COPY, "", evidence)))
                        .build()))
                .collect(Collectors.toSet());

        assertThat(digests).hasSize(1);
    }

    private static Flag flag(String participant, FlagCode code, String detail, double round) {
        return new Flag(participant, code, detail, Map.of("round", round));
    }

    private static Rejection near(String participant, double distance, double cosine) {
        return Rejection.newBuilder(rejection())
                .setNeighbours(List.of(new Neighbour(participant, distance, cosine)))
                .build();
    }

    private static String digest(Verdict verdict) {
        return Digests.hex(ByteBuffer.wrap(Digests.verdictDigest(verdict)));
    }

    private static Rejection rejection() {
        return Rejection.newBuilder()
                .setParticipant("bank-c")
                .setReason(ReasonCode.NORM_OUTLIER)
                .setDetail("too long")
                .setEvidence(Map.of("norm", 9.0))
                .build();
    }

    private static Verdict.Builder verdict() {
        return Verdict.newBuilder()
                .setFederation("cards")
                .setRound(7)
                .setRule("norm-mad")
                .setRuleParameters(Map.of("k", "4"))
                .setAdmitted(List.of(new Admission("bank-a", 3, 1.0, 0.5), new Admission("bank-b", 4, 0.5, 2.0)))
                .setRejected(List.of(rejection()))
                .setTotalWeight(7)
                .setParticipantsRoot(ByteBuffer.wrap(new byte[] {1, 2}))
                .setConfigDigest(ByteBuffer.wrap(new byte[] {3}))
                .setJudgedAtMs(11);
    }
}
