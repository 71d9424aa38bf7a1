package io.weir.cli.federation;

import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.ModelManifest;
import java.time.Duration;
import java.util.Map;

/** The settings of a federation for which nothing else was asked. */
public final class FederationDefaults {
    /** Partitions of a round topic. */
    public static final int PARTITIONS = 4;
    /** Parameters in a chunk: 1 MiB of float32. */
    public static final int CHUNK_PARAMETERS = 256 * 1024;
    /** Far above any honest update's norm, so that the round's own statistics judge; sums still resolve 2^-25. */
    public static final double CLIPPING_BOUND = 10_000;

    private static final int ROUNDS = 10;
    private static final int QUORUM = 2;
    private static final int WEIGHT_MAX = 1 << 20;
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration AUDIT_RETENTION = Duration.ofDays(365);

    private FederationDefaults() {}

    /** A builder with every field set. */
    public static FederationSettings.Builder settings(String federation, ModelManifest manifest) {
        return FederationSettings.newBuilder()
                .setFederation(federation)
                .setState(FederationState.ACTIVE)
                .setManifest(manifest)
                .setPartitions(PARTITIONS)
                .setChunkParameters(CHUNK_PARAMETERS)
                .setRounds(ROUNDS)
                .setQuorum(QUORUM)
                .setDeadlineMs(DEADLINE.toMillis())
                .setClippingBound(CLIPPING_BOUND)
                .setWeightMax(WEIGHT_MAX)
                .setCodec(Codec.F32)
                .setRule("norm-mad")
                .setRuleParameters(Map.of())
                .setOptimizer("fedavg")
                .setOptimizerParameters(Map.of())
                .setTraining(Map.of())
                .setSeed(manifest.getSeed())
                .setAuditRetentionMs(AUDIT_RETENTION.toMillis())
                .setCreatedAtMs(System.currentTimeMillis());
    }
}
