package io.weir.publisher.internal;

import io.weir.publisher.InvalidAggregateException;
import io.weir.publisher.ModelStep;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.optimizer.ServerOptimizer;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.ModelLayout;
import io.weir.schemas.model.VectorChunks;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Computes versions from settings, the version before and a round's sum. Pure: the time is an argument. */
public final class VersionBuilder {
    static {
        WireTrust.install();
    }

    /** The version before version 0. */
    public static final long NONE = -1;

    private VersionBuilder() {}

    /** Whether version 0 needs the statistics of round 0. */
    static boolean needsStatistics(ModelManifest manifest) {
        return new ModelLayout(manifest).count(TensorRole.STATISTIC) > 0;
    }

    /**
     * Version 0: the initialised manifest, with the statistic tensors replaced by the participants' sums.
     *
     * @param statistics the sum of round 0; empty for a manifest without statistic tensors
     */
    static NewVersion first(FederationSettings settings, Optional<CompleteRound> statistics, long publishedAtMs) {
        ModelManifest manifest = settings.getManifest();
        ModelLayout layout = new ModelLayout(manifest);
        statistics.ifPresent(round -> requireTask(round, RoundTask.STATISTICS, layout.count(TensorRole.STATISTIC)));
        float[] full = ModelStep.first(manifest, statistics.map(CompleteRound::sums));
        ModelHead.Builder head = ModelHead.newBuilder()
                .setVersion(0)
                .setParentVersion(NONE)
                .setParentDigest("")
                .setManifest(manifest);
        return version(settings, head, full, statistics, Optional.empty(), publishedAtMs);
    }

    /** The version after {@code base}: {@code optimizer}'s step of the trainable tensors by the round's sum. */
    static NewVersion next(
            FederationSettings settings,
            Published base,
            CompleteRound round,
            ServerOptimizer optimizer,
            long publishedAtMs) {
        ModelHead parent = base.model().head();
        ModelLayout layout = new ModelLayout(parent.getManifest());
        requireTask(round, RoundTask.TRAINING, layout.count(TensorRole.TRAINABLE));
        float[] full = ModelStep.next(parent.getManifest(), base.model().parameters(), round.sums(), optimizer);
        ModelHead.Builder head = ModelHead.newBuilder()
                .setVersion(parent.getVersion() + 1)
                .setParentVersion(parent.getVersion())
                .setParentDigest(parent.getDigest())
                .setManifest(parent.getManifest());
        return version(settings, head, full, Optional.of(round), Optional.of(base.ledger()), publishedAtMs);
    }

    private static NewVersion version(
            FederationSettings settings,
            ModelHead.Builder builder,
            float[] full,
            Optional<CompleteRound> round,
            Optional<LedgerRecord> previous,
            long publishedAtMs) {
        requireFinite(full, builder.getVersion());
        ByteBuffer none = ByteBuffer.allocate(0);
        VectorChunks chunks = new VectorChunks(full.length, settings.getChunkParameters());
        ModelManifest manifest = builder.getManifest();
        // Participants wait for the version: its digest and its chunks' are computed at the same time.
        CompletableFuture<String> digest = CompletableFuture.supplyAsync(() -> Digests.modelDigest(manifest, full));
        List<ModelChunk> encoded = encode(settings.getFederation(), builder.getVersion(), full, chunks);
        ModelHead head = builder.setFederation(settings.getFederation())
                .setRound(round.map(r -> r.terms().round()).orElse(0L))
                .setDigest(digest.join())
                .setParameterCount(full.length)
                .setChunkCount(chunks.chunkCount())
                .setPublishedAtMs(publishedAtMs)
                .setParticipantsRoot(
                        round.map(r -> r.terms().participantsRoot()).orElse(none))
                .setVerdictDigest(round.map(r -> r.terms().verdictDigest()).orElse(none))
                .setConfigDigest(round.map(r -> r.terms().configDigest()).orElse(none))
                .setSoftware(SoftwareVersion.software())
                .setJvm(SoftwareVersion.jvm())
                .build();
        ByteBuffer aggregateDigest =
                round.map(r -> ByteBuffer.wrap(r.aggregateDigest())).orElse(none);
        return new NewVersion(
                new PublishedModel(head, full), encoded, LedgerChain.append(previous, head, aggregateDigest));
    }

    private static List<ModelChunk> encode(String federation, long version, float[] full, VectorChunks chunks) {
        return IntStream.range(0, chunks.chunkCount())
                .parallel()
                .mapToObj(index -> encode(federation, version, full, chunks, index))
                .toList();
    }

    private static ModelChunk encode(String federation, long version, float[] full, VectorChunks chunks, int index) {
        int first = Math.toIntExact(chunks.first(index));
        int length = chunks.length(index);
        byte[] payload = ArrowCodecs.encodeFloats(Codec.F32, full, first, length);
        return ModelChunk.newBuilder()
                .setFederation(federation)
                .setVersion(version)
                .setChunkIndex(index)
                .setChunkCount(chunks.chunkCount())
                .setFirstParameter(first)
                .setLength(length)
                .setCodec(Codec.F32)
                .setPayload(ByteBuffer.wrap(payload))
                .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                .build();
    }

    private static void requireTask(CompleteRound round, RoundTask task, int parameterCount) {
        RoundTerms terms = round.terms();
        if (terms.task() != task || terms.parameterCount() != parameterCount) {
            throw new InvalidAggregateException("the aggregate of round " + terms.round() + " is of task "
                    + terms.task() + " with " + terms.parameterCount() + " parameters; expected is " + task + " with "
                    + parameterCount);
        }
    }

    private static void requireFinite(float[] full, long version) {
        for (int i = 0; i < full.length; i++) {
            if (!Float.isFinite(full[i])) {
                throw new InvalidAggregateException("version " + version + " is not published: parameter " + i
                        + " would not be finite. Lower the server learning rate or the clipping bound");
            }
        }
    }
}
