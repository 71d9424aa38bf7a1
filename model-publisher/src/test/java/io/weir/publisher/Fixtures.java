package io.weir.publisher;

import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.AggregateSlice;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.Initializer;
import io.weir.wire.ModelManifest;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small federation: 6 trainable, 2 frozen and, where asked for, 3 statistic parameters, in chunks of 4. */
public final class Fixtures {
    public static final String FEDERATION = "test";
    public static final int CHUNK_PARAMETERS = 4;
    public static final int TRAINABLE = 6;
    public static final int STATISTIC = 3;
    public static final int SCALE_BITS = 20;
    public static final long TOTAL_WEIGHT = 10;
    public static final String OPTIMIZER = "fedavg";

    static {
        WireTrust.install();
    }

    private Fixtures() {}

    public static PublisherConfig config() {
        return config(Map.of());
    }

    public static PublisherConfig config(Map<String, String> more) {
        Map<String, String> properties = new java.util.HashMap<>(Map.of(
                "weir.federation", FEDERATION,
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081"));
        properties.putAll(more);
        return PublisherConfig.from(properties);
    }

    public static ModelManifest manifest(boolean withStatistics) {
        List<TensorSpec> tensors = new ArrayList<>();
        if (withStatistics) {
            tensors.add(new TensorSpec("moments", List.of(STATISTIC), TensorRole.STATISTIC, Initializer.ZEROS));
        }
        tensors.add(new TensorSpec("weight", List.of(2, 2), TensorRole.TRAINABLE, Initializer.GLOROT_UNIFORM));
        tensors.add(new TensorSpec("embedding", List.of(2), TensorRole.FROZEN, Initializer.HE_UNIFORM));
        tensors.add(new TensorSpec("bias", List.of(2), TensorRole.TRAINABLE, Initializer.ZEROS));
        return new ModelManifest("logreg", tensors, 7L, Map.of());
    }

    public static FederationSettings settings(boolean withStatistics) {
        return settings(withStatistics, OPTIMIZER);
    }

    public static FederationSettings settings(boolean withStatistics, String optimizer) {
        return FederationSettings.newBuilder()
                .setFederation(FEDERATION)
                .setState(FederationState.ACTIVE)
                .setManifest(manifest(withStatistics))
                .setPartitions(2)
                .setChunkParameters(CHUNK_PARAMETERS)
                .setRounds(10)
                .setQuorum(1)
                .setDeadlineMs(1_000)
                .setClippingBound(1)
                .setWeightMax(100)
                .setCodec(Codec.F32)
                .setRule("fedavg")
                .setRuleParameters(Map.of())
                .setOptimizer(optimizer)
                .setOptimizerParameters(Map.of())
                .setTraining(Map.of())
                .setSeed(7)
                .setAuditRetentionMs(1_000)
                .setCreatedAtMs(0)
                .build();
    }

    /** The slices of a training round whose weighted mean adds {@code delta} to every trainable parameter. */
    public static List<AggregateSlice> round(long round, long baseVersion, double delta) {
        long[] sums = new long[TRAINABLE];
        java.util.Arrays.fill(sums, Math.round(delta * TOTAL_WEIGHT * (1 << SCALE_BITS)));
        return slices(round, RoundTask.TRAINING, baseVersion, sums);
    }

    /** Slices of {@link #CHUNK_PARAMETERS} parameters, by chunk index. */
    public static List<AggregateSlice> slices(long round, RoundTask task, long baseVersion, long[] sums) {
        VectorChunks chunks = new VectorChunks(sums.length, CHUNK_PARAMETERS);
        List<AggregateSlice> slices = new ArrayList<>();
        for (int c = 0; c < chunks.chunkCount(); c++) {
            byte[] payload = ArrowCodecs.encodeLongs(sums, (int) chunks.first(c), chunks.length(c));
            slices.add(AggregateSlice.newBuilder()
                    .setFederation(FEDERATION)
                    .setRound(round)
                    .setTask(task)
                    .setBaseVersion(baseVersion)
                    .setChunkIndex(c)
                    .setChunkCount(chunks.chunkCount())
                    .setFirstParameter(chunks.first(c))
                    .setLength(chunks.length(c))
                    .setParameterCount(sums.length)
                    .setScaleBits(SCALE_BITS)
                    .setTotalWeight(TOTAL_WEIGHT)
                    .setAdmitted(2)
                    .setParticipantsRoot(digest("participants of " + round))
                    .setVerdictDigest(digest("verdict of " + round))
                    .setConfigDigest(digest("config of " + round))
                    .setPayload(ByteBuffer.wrap(payload))
                    .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                    .build());
        }
        return slices;
    }

    public static ByteBuffer digest(String of) {
        return ByteBuffer.wrap(Digests.sha256(of.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
