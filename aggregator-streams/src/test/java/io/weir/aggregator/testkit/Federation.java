package io.weir.aggregator.testkit;

import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.schemas.model.VectorChunks;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.serde.WeirSerde;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.Initializer;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** A federation for tests: settings, identities, and updates as a participant would frame and sign them. */
public final class Federation {
    public static final String NAME = "test";
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** A record as it lies in a round topic. */
    public record Sent(int partition, String key, byte[] value) {}

    static {
        WireTrust.install();
    }

    private final Topics topics = new Topics(NAME);
    private final WeirSerde serde = new WeirSerde(new InMemorySchemaRegistry());
    private final Map<String, ParticipantIdentity> identities = new TreeMap<>();
    private final ParticipantIdentity aggregator =
            ParticipantIdentity.generate("aggregator", Duration.ofDays(3650), NOW.minus(Duration.ofDays(1)));
    private final int parameters;
    private final int chunkParameters;

    public Federation(int banks, int parameters, int chunkParameters) {
        this.parameters = parameters;
        this.chunkParameters = chunkParameters;
        for (int i = 0; i < banks; i++) {
            String name = "bank-" + (char) ('a' + i);
            identities.put(
                    name, ParticipantIdentity.generate(name, Duration.ofDays(3650), NOW.minus(Duration.ofDays(1))));
        }
    }

    public Topics topics() {
        return topics;
    }

    public WeirSerde serde() {
        return serde;
    }

    public ParticipantIdentity identity(String bank) {
        return identities.get(bank);
    }

    /** Signs rounds of federations whose settings name its key. */
    public ParticipantIdentity aggregator() {
        return aggregator;
    }

    public List<String> banks() {
        return List.copyOf(identities.keySet());
    }

    public List<CohortMember> cohort() {
        return identities.values().stream()
                .map(identity -> new CohortMember(identity.name(), ByteBuffer.wrap(identity.publicKey())))
                .toList();
    }

    public ModelManifest manifest(boolean statistics) {
        List<TensorSpec> tensors = new ArrayList<>();
        if (statistics) {
            tensors.add(new TensorSpec("statistics", List.of(3), TensorRole.STATISTIC, Initializer.ZEROS));
        }
        tensors.add(new TensorSpec("weights", List.of(parameters), TensorRole.TRAINABLE, Initializer.ZEROS));
        return new ModelManifest("test", tensors, 1L, Map.of());
    }

    public FederationSettings settings(int partitions, boolean statistics) {
        return FederationSettings.newBuilder()
                .setFederation(NAME)
                .setState(FederationState.ACTIVE)
                .setManifest(manifest(statistics))
                .setPartitions(partitions)
                .setChunkParameters(chunkParameters)
                .setRounds(3)
                .setQuorum(2)
                .setDeadlineMs(10_000)
                .setClippingBound(100)
                .setWeightMax(1000)
                .setCodec(Codec.F32)
                .setRule("norm-mad")
                .setRuleParameters(Map.of())
                .setOptimizer("fedavg")
                .setOptimizerParameters(Map.of())
                .setTraining(Map.of())
                .setSeed(7)
                .setAuditRetentionMs(-1)
                .setCreatedAtMs(NOW.toEpochMilli())
                .build();
    }

    public ParticipantEntry entry(String bank) {
        return new ParticipantEntry(
                NAME,
                bank,
                ParticipantState.ACTIVE,
                ByteBuffer.wrap(identities.get(bank).certificateDer()),
                NOW.toEpochMilli());
    }

    public ModelHead head(long version, long round) {
        return ModelHead.newBuilder()
                .setFederation(NAME)
                .setVersion(version)
                .setParentVersion(version - 1)
                .setRound(round)
                .setDigest("sha256:" + version)
                .setParentDigest("")
                .setManifest(manifest(false))
                .setParameterCount(parameters)
                .setChunkCount(1)
                .setPublishedAtMs(NOW.toEpochMilli())
                .setParticipantsRoot(ByteBuffer.allocate(0))
                .setVerdictDigest(ByteBuffer.allocate(0))
                .setConfigDigest(ByteBuffer.allocate(0))
                .setSoftware("test")
                .setJvm("test")
                .build();
    }

    public RoundOpened opened(long round, int partitions) {
        VectorChunks layout = new VectorChunks(parameters, chunkParameters);
        return RoundOpened.newBuilder()
                .setFederation(NAME)
                .setRound(round)
                .setTask(RoundTask.TRAINING)
                .setTopic(topics.roundUpdates(round))
                .setPartitions(partitions)
                .setBaseVersion(round - 1)
                .setBaseDigest("sha256:" + (round - 1))
                .setParameterCount(parameters)
                .setChunkParameters(chunkParameters)
                .setChunkCount(layout.chunkCount())
                .setCohort(cohort())
                .setQuorum(2)
                .setOpenedAtMs(NOW.toEpochMilli())
                .setDeadlineMs(NOW.toEpochMilli() + 10_000)
                .setClippingBound(100)
                .setWeightMax(1000)
                .setScaleBits(24)
                .setCodec(Codec.F32)
                .setRule("norm-mad")
                .setRuleParameters(Map.of())
                .setTraining(Map.of())
                .setSeed(7)
                .build();
    }

    public float[] delta(long seed) {
        Random random = new Random(seed);
        float[] delta = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            delta[i] = (float) random.nextGaussian();
        }
        return delta;
    }

    /** Chunks and commits, in the order in which a participant sends them. */
    public List<Sent> update(RoundOpened opened, String bank, float[] delta, int weight) {
        List<UpdateChunk> chunks = chunks(opened, bank, delta, weight);
        List<Sent> sent = new ArrayList<>();
        chunks.forEach(chunk -> sent.add(frame(chunk, chunk.getChunkIndex() % opened.getPartitions())));
        UpdateCommit commit = sign(commit(opened, bank, chunks).build());
        int used = Math.min(opened.getPartitions(), chunks.size());
        for (int partition = 0; partition < used; partition++) {
            sent.add(frame(commit, partition));
        }
        return sent;
    }

    public List<UpdateChunk> chunks(RoundOpened opened, String bank, float[] delta, int weight) {
        VectorChunks layout = new VectorChunks(delta.length, opened.getChunkParameters());
        List<UpdateChunk> chunks = new ArrayList<>();
        for (int c = 0; c < layout.chunkCount(); c++) {
            byte[] payload =
                    ArrowCodecs.encodeFloats(opened.getCodec(), delta, (int) layout.first(c), layout.length(c));
            chunks.add(UpdateChunk.newBuilder()
                    .setFederation(NAME)
                    .setRound(opened.getRound())
                    .setParticipant(bank)
                    .setBaseVersion(opened.getBaseVersion())
                    .setWeight(weight)
                    .setChunkIndex(c)
                    .setChunkCount(layout.chunkCount())
                    .setFirstParameter(layout.first(c))
                    .setLength(layout.length(c))
                    .setCodec(opened.getCodec())
                    .setPayload(ByteBuffer.wrap(payload))
                    .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                    .build());
        }
        return chunks;
    }

    public UpdateCommit.Builder commit(RoundOpened opened, String bank, List<UpdateChunk> chunks) {
        List<byte[]> hashes =
                chunks.stream().map(chunk -> Digests.sha256(chunk.getPayload())).toList();
        return UpdateCommit.newBuilder()
                .setFederation(NAME)
                .setRound(opened.getRound())
                .setParticipant(bank)
                .setBaseVersion(opened.getBaseVersion())
                .setBaseDigest(opened.getBaseDigest())
                .setChunkCount(chunks.size())
                .setChunkHashes(hashes.stream().map(ByteBuffer::wrap).toList())
                .setMerkleRoot(ByteBuffer.wrap(MerkleTree.root(hashes)))
                .setExamples(100)
                .setWeight(chunks.get(0).getWeight())
                .setMetrics(Map.of("lossAfter", 0.5))
                .setL2Norm(1)
                .setSignatureAlgorithm("Ed25519")
                .setSignature(ByteBuffer.allocate(0));
    }

    public UpdateCommit sign(UpdateCommit commit) {
        byte[] signature = identities.get(commit.getParticipant()).sign(Digests.commitDigest(commit));
        return UpdateCommit.newBuilder(commit)
                .setSignature(ByteBuffer.wrap(signature))
                .build();
    }

    public Sent frame(SpecificRecord value, int partition) {
        String key = value instanceof UpdateChunk chunk
                ? Keys.chunk(chunk.getParticipant(), chunk.getChunkIndex())
                : Keys.commit(((UpdateCommit) value).getParticipant());
        return new Sent(partition, key, serde.serializer().serialize("any", value));
    }
}
