package io.weir.client;

import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.ClosedBy;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.Initializer;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.SealedUpdate;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small federation: 7 trainable parameters in chunks of 3, 2 statistics, 1 frozen parameter, 2 partitions. */
public final class Fixtures {
    public static final String FEDERATION = "fraud";
    public static final Topics TOPICS = new Topics(FEDERATION);
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final ParticipantIdentity BANK_A = identity("bank-a", KeyType.ED25519);
    public static final ParticipantIdentity BANK_B = identity("bank-b", KeyType.ED25519);
    public static final int TRAINABLE = 7;
    public static final int PARTITIONS = 2;
    public static final int CHUNK_PARAMETERS = 3;

    public static final ModelManifest MANIFEST = ModelManifest.newBuilder()
            .setArchitecture("logreg")
            .setTensors(List.of(
                    tensor("mean", 2, TensorRole.STATISTIC),
                    tensor("weights", 6, TensorRole.TRAINABLE),
                    tensor("scale", 1, TensorRole.FROZEN),
                    tensor("bias", 1, TensorRole.TRAINABLE)))
            .setSeed(3)
            .setProperties(Map.of())
            .build();

    private Fixtures() {}

    public static ParticipantIdentity identity(String name, KeyType type) {
        return ParticipantIdentity.generate(name, type, Duration.ofDays(365), NOW);
    }

    private static TensorSpec tensor(String name, int length, TensorRole role) {
        return new TensorSpec(name, List.of(length), role, Initializer.ZEROS);
    }

    public static FederationSettings settings(long rounds) {
        return FederationSettings.newBuilder()
                .setFederation(FEDERATION)
                .setState(FederationState.ACTIVE)
                .setManifest(MANIFEST)
                .setPartitions(PARTITIONS)
                .setChunkParameters(CHUNK_PARAMETERS)
                .setRounds(rounds)
                .setQuorum(1)
                .setDeadlineMs(60_000)
                .setClippingBound(1)
                .setWeightMax(100)
                .setCodec(Codec.F32)
                .setRule("mean")
                .setRuleParameters(Map.of())
                .setOptimizer("fedavg")
                .setOptimizerParameters(Map.of())
                .setTraining(Map.of("epochs", "1"))
                .setSeed(3)
                .setAuditRetentionMs(1)
                .setCreatedAtMs(NOW.toEpochMilli())
                .build();
    }

    public static ParticipantEntry entry(ParticipantIdentity identity) {
        return ParticipantEntry.newBuilder()
                .setFederation(FEDERATION)
                .setParticipant(identity.name())
                .setState(ParticipantState.ACTIVE)
                .setCertificate(ByteBuffer.wrap(identity.certificateDer()))
                .setEnrolledAtMs(NOW.toEpochMilli())
                .build();
    }

    /** Training round {@code round} from version {@code round - 1}, open for a minute, with bank A in its cohort. */
    public static RoundOpened.Builder round(long round) {
        return RoundOpened.newBuilder()
                .setFederation(FEDERATION)
                .setRound(round)
                .setTask(RoundTask.TRAINING)
                .setTopic(TOPICS.roundUpdates(round))
                .setPartitions(PARTITIONS)
                .setBaseVersion(round - 1)
                .setBaseDigest(Digests.modelDigest(MANIFEST, parameters(round - 1)))
                .setParameterCount(TRAINABLE)
                .setChunkParameters(CHUNK_PARAMETERS)
                .setChunkCount(new VectorChunks(TRAINABLE, CHUNK_PARAMETERS).chunkCount())
                .setCohort(List.of(member(BANK_A)))
                .setQuorum(1)
                .setOpenedAtMs(NOW.toEpochMilli())
                .setDeadlineMs(NOW.plusSeconds(60).toEpochMilli())
                .setClippingBound(1)
                .setWeightMax(100)
                .setScaleBits(30)
                .setCodec(Codec.F32)
                .setRule("mean")
                .setRuleParameters(Map.of())
                .setTraining(Map.of("epochs", "1"))
                .setSeed(3);
    }

    public static CohortMember member(ParticipantIdentity identity) {
        return new CohortMember(identity.name(), ByteBuffer.wrap(identity.publicKey()));
    }

    public static RoundSealed sealed(RoundOpened opened, String... participants) {
        List<SealedUpdate> updates = new ArrayList<>();
        for (String participant : participants) {
            updates.add(
                    new SealedUpdate(participant, ByteBuffer.allocate(32), 1, 1L, Map.of(), ByteBuffer.allocate(32)));
        }
        return new RoundSealed(
                opened, List.of(0L, 0L), updates, ClosedBy.COHORT, NOW.toEpochMilli(), ByteBuffer.allocate(32));
    }

    public static RoundFailed failed(RoundOpened opened) {
        return new RoundFailed(opened, "no quorum", List.of(), NOW.toEpochMilli());
    }

    /** The full vector of a version: 10 values that differ by version. */
    public static float[] parameters(long version) {
        float[] parameters = new float[10];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = version * 100 + i;
        }
        return parameters;
    }

    public static ModelHead head(long version) {
        return ModelHead.newBuilder()
                .setFederation(FEDERATION)
                .setVersion(version)
                .setParentVersion(version - 1)
                .setRound(version)
                .setDigest(Digests.modelDigest(MANIFEST, parameters(version)))
                .setParentDigest("")
                .setManifest(MANIFEST)
                .setParameterCount(10)
                .setChunkCount(3)
                .setPublishedAtMs(NOW.toEpochMilli())
                .setParticipantsRoot(ByteBuffer.allocate(0))
                .setVerdictDigest(ByteBuffer.allocate(0))
                .setConfigDigest(ByteBuffer.allocate(0))
                .setSoftware("test")
                .setJvm("test")
                .build();
    }

    /** Chunks of 4, 4 and 2 parameters. */
    public static List<ModelChunk> chunks(long version) {
        float[] parameters = parameters(version);
        VectorChunks layout = new VectorChunks(parameters.length, 4);
        List<ModelChunk> chunks = new ArrayList<>();
        for (int c = 0; c < layout.chunkCount(); c++) {
            byte[] payload = ArrowCodecs.encodeFloats(Codec.F32, parameters, (int) layout.first(c), layout.length(c));
            chunks.add(ModelChunk.newBuilder()
                    .setFederation(FEDERATION)
                    .setVersion(version)
                    .setChunkIndex(c)
                    .setChunkCount(layout.chunkCount())
                    .setFirstParameter(layout.first(c))
                    .setLength(layout.length(c))
                    .setCodec(Codec.F32)
                    .setPayload(ByteBuffer.wrap(payload))
                    .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                    .build());
        }
        return chunks;
    }

    /** An update of norm below 1. */
    public static LocalUpdate update() {
        return new LocalUpdate(
                new float[] {0.1f, -0.2f, 0.3f, 0, 0.05f, -0.1f, 0.2f}, 40, 40, Map.of("lossAfter", 0.5));
    }

    public static ParticipantConfig config() {
        return ParticipantConfig.from(Map.of(
                ParticipantConfig.FEDERATION, FEDERATION,
                ParticipantConfig.PARTICIPANT, BANK_A.name(),
                ParticipantConfig.BOOTSTRAP_SERVERS, "localhost:9092",
                ParticipantConfig.SCHEMA_REGISTRY_URL, "http://localhost:8081",
                ParticipantConfig.STARTUP_TIMEOUT_MS, "2000",
                ParticipantConfig.MODEL_WAIT_MS, "3000",
                ParticipantConfig.ROUND_POLL_MS, "10"));
    }
}
