package io.weir.cli.command;

import io.weir.cli.federation.TopicSnapshot;
import io.weir.schemas.Keys;
import io.weir.wire.Admission;
import io.weir.wire.ClosedBy;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.LedgerRecord;
import io.weir.wire.Neighbour;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Records of rounds with a cohort of bank-a, bank-b and bank-c. */
final class Rounds {
    private static final ByteBuffer HASH = ByteBuffer.wrap(new byte[] {1, 2});

    private static final List<Neighbour> NEAREST = List.of(new Neighbour("bank-a", 5.0, -0.25));

    private Rounds() {}

    static RoundOpened opened(long round) {
        return RoundOpened.newBuilder()
                .setFederation("cards")
                .setRound(round)
                .setTask(RoundTask.TRAINING)
                .setTopic("weir.cards.round." + Keys.round(round) + ".updates")
                .setPartitions(1)
                .setBaseVersion(round - 1)
                .setBaseDigest("sha256:00")
                .setParameterCount(10)
                .setChunkParameters(10)
                .setChunkCount(1)
                .setCohort(List.of(member("bank-a"), member("bank-b"), member("bank-c")))
                .setQuorum(2)
                .setOpenedAtMs(1_000)
                .setDeadlineMs(61_000)
                .setClippingBound(10)
                .setWeightMax(100)
                .setScaleBits(20)
                .setCodec(Codec.F32)
                .setRule("norm-mad")
                .setRuleParameters(Map.of())
                .setOptimizer("fedavg")
                .setOptimizerParameters(Map.of())
                .setTraining(Map.of())
                .setSeed(1)
                .build();
    }

    private static CohortMember member(String name) {
        return new CohortMember(name, HASH);
    }

    static RoundSealed sealed(long round) {
        return new RoundSealed(
                opened(round),
                List.of(7L),
                List.of(new SealedUpdate("bank-a", HASH, 100, 8_000L, Map.of("lossAfter", Double.NaN), HASH)),
                ClosedBy.DEADLINE,
                3_000L,
                HASH);
    }

    static RoundFailed failed(long round) {
        return new RoundFailed(opened(round), "QUORUM: 1 of 2", List.of(rejection("bank-b", "no update")), 4_000L);
    }

    private static Rejection rejection(String participant, String detail) {
        return new Rejection(participant, ReasonCode.NORM_OUTLIER, detail, Map.of("z", 9.5), "norm-mad", NEAREST);
    }

    static Verdict verdict(long round) {
        return new Verdict(
                "cards",
                round,
                "norm-mad",
                Map.of(),
                List.of(new Admission("bank-a", 100, 1.0, 0.25)),
                List.of(rejection("bank-b", "norm \u001b[31m80 is far above")),
                100L,
                HASH,
                HASH,
                3_100L,
                List.of(),
                List.of(new Flag("bank-a", FlagCode.REPLAY, "as before", Map.of("round", 3.0))),
                null,
                List.of(),
                null);
    }

    static LedgerRecord ledger(long round) {
        return LedgerRecord.newBuilder()
                .setFederation("cards")
                .setSequence(round)
                .setPreviousHash(HASH)
                .setRound(round)
                .setVersion(round)
                .setParentVersion(round - 1)
                .setModelDigest("sha256:" + round)
                .setParentDigest("")
                .setParticipantsRoot(HASH)
                .setVerdictDigest(HASH)
                .setAggregateDigest(HASH)
                .setConfigDigest(HASH)
                .setSoftware("weir/test")
                .setJvm("17")
                .setPublishedAtMs(3_500)
                .setHash(HASH)
                .setSignatureAlgorithm("")
                .setSignature(HASH)
                .build();
    }

    static QuarantineRecord quarantined(long round) {
        return new QuarantineRecord(
                "cards",
                round,
                "bank-b",
                ReasonCode.NORM_OUTLIER,
                "far above",
                "topic",
                0,
                5L,
                1_024,
                3_200L,
                Map.of("z", 9.5),
                "norm-mad",
                NEAREST);
    }

    static Map<String, TopicSnapshot.Entry> topic(Map<Long, ? extends SpecificRecord> records) {
        Map<String, TopicSnapshot.Entry> topic = new LinkedHashMap<>();
        records.forEach((round, value) ->
                topic.put(Keys.round(round), new TopicSnapshot.Entry(Keys.round(round), value, 0, round, 0)));
        return topic;
    }
}
