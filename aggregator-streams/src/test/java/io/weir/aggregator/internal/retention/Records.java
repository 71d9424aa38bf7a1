package io.weir.aggregator.internal.retention;

import io.weir.aggregator.testkit.Federation;
import io.weir.wire.ClosedBy;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Records of rounds, as retention sees them. */
final class Records {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private Records() {}

    static FederationSettings settings(long retentionMs) {
        return FederationSettings.newBuilder(new Federation(1, 1, 1).settings(2, false))
                .setAuditRetentionMs(retentionMs)
                .build();
    }

    static RoundOpened opened(long round) {
        return RoundOpened.newBuilder()
                .setFederation(Federation.NAME)
                .setRound(round)
                .setTask(RoundTask.TRAINING)
                .setTopic("topic")
                .setPartitions(2)
                .setBaseVersion(0)
                .setBaseDigest("")
                .setParameterCount(1)
                .setChunkParameters(1)
                .setChunkCount(1)
                .setCohort(List.of())
                .setQuorum(1)
                .setOpenedAtMs(0)
                .setDeadlineMs(0)
                .setClippingBound(1)
                .setWeightMax(1)
                .setScaleBits(1)
                .setCodec(Codec.F32)
                .setRule("fedavg")
                .setRuleParameters(Map.of())
                .setTraining(Map.of())
                .setSeed(1)
                .build();
    }

    static RoundSealed sealed(long round, long atMs) {
        return new RoundSealed(opened(round), List.of(0L, 0L), List.of(), ClosedBy.COHORT, atMs, NOTHING);
    }

    static RoundFailed failed(long round, long atMs) {
        return new RoundFailed(opened(round), "nobody came", List.of(), atMs);
    }

    static LedgerRecord published(long round) {
        return new LedgerRecord(
                Federation.NAME,
                round,
                NOTHING,
                round,
                round,
                round - 1,
                "",
                "",
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                "",
                "",
                0L,
                NOTHING,
                "",
                NOTHING);
    }
}
