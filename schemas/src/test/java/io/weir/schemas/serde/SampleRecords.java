package io.weir.schemas.serde;

import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.Initializer;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.PrivacySpent;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** One record of each kind that crosses the network most, with fixed contents. */
public final class SampleRecords {
    public static final int CHUNK_PARAMETERS = 300;

    private SampleRecords() {}

    public static UpdateChunk updateChunk(Codec codec) {
        byte[] payload = ArrowCodecs.encodeFloats(codec, values(), 0, CHUNK_PARAMETERS);
        return new UpdateChunk(
                "fraud",
                7L,
                "bank-1",
                6L,
                1200,
                2,
                3,
                600L,
                CHUNK_PARAMETERS,
                codec,
                ByteBuffer.wrap(payload),
                hash(1));
    }

    public static ModelChunk modelChunk() {
        byte[] payload = ArrowCodecs.encodeFloats(Codec.F32, values(), 0, CHUNK_PARAMETERS);
        return new ModelChunk("fraud", 6L, 2, 3, 600L, CHUNK_PARAMETERS, Codec.F32, ByteBuffer.wrap(payload), hash(1));
    }

    public static UpdateCommit updateCommit() {
        return new UpdateCommit(
                "fraud",
                7L,
                "bank-1",
                6L,
                "sha256:00",
                3,
                List.of(hash(1), hash(2), hash(3)),
                hash(4),
                1200L,
                1200,
                Map.of("lossBefore", 0.75),
                0.5,
                new PrivacySpent(1.5, 1e-6),
                ByteBuffer.allocate(0),
                "Ed25519",
                hash(5));
    }

    public static ModelHead modelHead() {
        ModelManifest manifest = new ModelManifest(
                "logreg",
                List.of(new TensorSpec("weight", List.of(30, 10), TensorRole.TRAINABLE, Initializer.GLOROT_UNIFORM)),
                42L,
                Map.of("classes", "2"));
        return new ModelHead(
                "fraud",
                6L,
                5L,
                6L,
                "sha256:01",
                "sha256:00",
                manifest,
                300L,
                1,
                1_700_000_000_000L,
                hash(6),
                hash(7),
                hash(8),
                "weir 0.1.0",
                "17.0.15");
    }

    public static RoundOpened roundOpened() {
        return new RoundOpened(
                "fraud",
                7L,
                RoundTask.TRAINING,
                "weir.fraud.updates.000007",
                2,
                6L,
                "sha256:00",
                900L,
                CHUNK_PARAMETERS,
                3,
                List.of(new CohortMember("bank-1", hash(9)), new CohortMember("bank-2", hash(10))),
                2,
                1_700_000_000_000L,
                60_000L,
                1.25,
                100_000,
                24,
                Codec.F32,
                "norm",
                Map.of("k", "3"),
                "fedavg",
                Map.of("learning.rate", "1"),
                Map.of("epochs", "1"),
                0.5,
                42L,
                null,
                "",
                ByteBuffer.allocate(0),
                null,
                null);
    }

    /** From -1 to 1, the same on every machine. */
    public static float[] values() {
        float[] values = new float[CHUNK_PARAMETERS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 150) / 150f;
        }
        return values;
    }

    private static ByteBuffer hash(int seed) {
        byte[] hash = new byte[32];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) (seed * 31 + i);
        }
        return ByteBuffer.wrap(hash);
    }
}
