package io.weir.client.update;

import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.attested.UpdateSealing;
import io.weir.client.intercept.DraftUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.privacy.PrivateRound;
import io.weir.client.secure.HiddenRound;
import io.weir.client.secure.UpdateHiding;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.schemas.digest.SecureDigests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks, clips, encodes, commits to and signs updates. The same input gives the same bytes, unless the round hides updates:
 * then each is hidden under fresh secrets. Of a hidden or sealed update everybody still reads the number of examples and the weight.
 */
public final class UpdateEncoder {
    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    private final ParticipantIdentity identity;
    private final UpdateInterceptor interceptor;
    private final Optional<UpdateHiding> hiding;
    private final UpdateSealing sealing;

    /** @param identity in whose name updates are signed */
    public UpdateEncoder(ParticipantIdentity identity) {
        this(identity, UpdateInterceptor.NONE);
    }

    /**
     * For tests and the demo's attacks.
     *
     * @param identity in whose name updates are signed
     * @param interceptor what falsifies them
     */
    public UpdateEncoder(ParticipantIdentity identity, UpdateInterceptor interceptor) {
        this(identity, interceptor, Optional.empty());
    }

    /**
     * For rounds that hide updates as well.
     *
     * @param identity in whose name updates are signed
     * @param interceptor what falsifies them
     * @param hiding hides them; empty if the participant has no keys for it
     */
    public UpdateEncoder(ParticipantIdentity identity, UpdateInterceptor interceptor, Optional<UpdateHiding> hiding) {
        this.identity = identity;
        this.interceptor = interceptor;
        this.hiding = hiding;
        this.sealing = new UpdateSealing(identity);
    }

    /**
     * Makes a round's update. A difference is clipped to the round's bound; statistics are not, since shortened sums
     * would be wrong ones. In a round that asks for noise of participants, only the noisy values and what was paid for them are told.
     *
     * @throws TrainingException if the values are not finite or not as many as the round asks for, the weight is below
     *     1, the codec cannot carry them, statistics exceed the bound, or a round hides updates and this cannot
     */
    public EncodedUpdate encode(RoundOpened opened, LocalUpdate update) throws TrainingException {
        UpdateChecks.check(opened, update);
        Optional<PrivateUpdate> noisy = noisy(opened, update);
        LocalUpdate told = noisy.map(
                        with -> new LocalUpdate(update.values(), 1, 1, with.metrics(), update.privacySpent()))
                .orElse(update);
        return opened.getSecure() == null ? encodeOpenly(opened, told, noisy) : encodeHidden(opened, told, noisy);
    }

    private Optional<PrivateUpdate> noisy(RoundOpened opened, LocalUpdate update) throws TrainingException {
        Optional<PrivateRound> round = PrivateRound.of(opened);
        return round.isEmpty()
                ? Optional.empty()
                : Optional.of(PrivateUpdate.of(round.get(), update.values(), identity));
    }

    /** Of an update that is sealed, commits say nothing that was not said without it: they are in the clear. */
    private EncodedUpdate encodeOpenly(RoundOpened opened, LocalUpdate update, Optional<PrivateUpdate> noisy)
            throws TrainingException {
        Payloads honest;
        if (noisy.isPresent()) {
            honest = Payloads.encode(opened.getCodec(), noisy.get().floats(), opened.getChunkParameters());
        } else {
            honest = opened.getTask() == RoundTask.STATISTICS ? statistics(opened, update) : difference(opened, update);
        }
        float[] sent = interceptor.beforeEncoding(opened, honest.values());
        Payloads payloads = sent == honest.values()
                ? honest
                : Payloads.encode(opened.getCodec(), sent, opened.getChunkParameters());
        List<byte[]> sealed = sealing.seal(opened, weight(opened, update), payloads.payloads());
        DraftUpdate draft = draft(opened, update, payloads.chunks(), sealed);
        boolean tells = opened.getAttested() == null;
        draft.commit().setMetrics(tells ? update.metrics() : Map.of()).setL2Norm(tells ? payloads.norm() : 0);
        return finish(opened, draft, Optional.empty());
    }

    /** What training says of itself is left out: metrics and norm would tell of a single participant. */
    private EncodedUpdate encodeHidden(RoundOpened opened, LocalUpdate update, Optional<PrivateUpdate> noisy)
            throws TrainingException {
        UpdateHiding hides = hiding.orElseThrow(() -> new TrainingException("round " + opened.getRound()
                + " hides updates, and this participant has no keys for that: give it participant.secure.key"));
        HiddenRound round = HiddenRound.of(opened);
        float[] honest = update.values();
        if (opened.getTask() == RoundTask.STATISTICS) {
            requireWithinBound(opened, Math.sqrt(Norms.squared(honest, honest.length)));
        } else {
            honest = Norms.clipped(honest, opened.getClippingBound());
        }
        float[] sent = interceptor.beforeEncoding(opened, honest);
        FixedPointChunks numbers = new FixedPointChunks(
                opened, sent, weight(opened, update), round.ring().valueBits());
        boolean isHonest = sent == honest;
        if (isHonest && noisy.isEmpty()) {
            numbers.requireFit();
        }
        UpdateHiding.Hidden hidden = hides.hide(
                round,
                numbers.chunks().chunkCount(),
                chunk -> isHonest && noisy.isPresent()
                        ? noisy.get().chunk(numbers.chunks(), chunk)
                        : numbers.values(chunk));
        DraftUpdate draft = draft(opened, update, numbers.chunks(), hidden.payloads());
        draft.commit()
                .setMetrics(Map.of())
                .setL2Norm(0)
                .setSharesHash(ByteBuffer.wrap(SecureDigests.shares(hidden.shares())));
        return finish(opened, draft, round.hides() ? Optional.of(hidden.shares()) : Optional.empty());
    }

    private EncodedUpdate finish(RoundOpened opened, DraftUpdate draft, Optional<UpdateShares> shares) {
        DraftUpdate intercepted = interceptor.beforeSigning(opened, draft);
        return new EncodedUpdate(opened, intercepted.chunks(), sign(intercepted.commit()), shares);
    }

    private static Payloads difference(RoundOpened opened, LocalUpdate update) throws TrainingException {
        return Payloads.encodeClipped(
                opened.getCodec(), update.values(), opened.getChunkParameters(), opened.getClippingBound());
    }

    private static Payloads statistics(RoundOpened opened, LocalUpdate update) throws TrainingException {
        Payloads payloads = Payloads.encode(opened.getCodec(), update.values(), opened.getChunkParameters());
        requireWithinBound(opened, payloads.norm());
        return payloads;
    }

    private static void requireWithinBound(RoundOpened opened, double norm) throws TrainingException {
        if (norm > opened.getClippingBound()) {
            throw new TrainingException("the statistics have an L2 norm of " + norm + ", round " + opened.getRound()
                    + " allows " + opened.getClippingBound() + ": the operator must allow more");
        }
    }

    private static int weight(RoundOpened opened, LocalUpdate update) {
        return opened.getTask() == RoundTask.STATISTICS ? 1 : Math.min(update.weight(), opened.getWeightMax());
    }

    private DraftUpdate draft(RoundOpened opened, LocalUpdate update, VectorChunks cut, List<byte[]> payloads) {
        int weight = weight(opened, update);
        int chunkCount = cut.chunkCount();
        List<UpdateChunk> chunks = new ArrayList<>(chunkCount);
        List<byte[]> hashes = new ArrayList<>(chunkCount);
        for (int c = 0; c < chunkCount; c++) {
            byte[] payload = payloads.get(c);
            byte[] hash = Digests.sha256(payload);
            hashes.add(hash);
            chunks.add(UpdateChunk.newBuilder()
                    .setFederation(opened.getFederation())
                    .setRound(opened.getRound())
                    .setParticipant(identity.name())
                    .setBaseVersion(opened.getBaseVersion())
                    .setWeight(weight)
                    .setChunkIndex(c)
                    .setChunkCount(chunkCount)
                    .setFirstParameter(cut.first(c))
                    .setLength(cut.length(c))
                    .setCodec(opened.getCodec())
                    .setPayload(ByteBuffer.wrap(payload))
                    .setSha256(ByteBuffer.wrap(hash))
                    .build());
        }
        UpdateCommit.Builder commit = UpdateCommit.newBuilder()
                .setFederation(opened.getFederation())
                .setRound(opened.getRound())
                .setParticipant(identity.name())
                .setBaseVersion(opened.getBaseVersion())
                .setBaseDigest(opened.getBaseDigest())
                .setChunkCount(chunkCount)
                .setChunkHashes(hashes.stream().map(ByteBuffer::wrap).toList())
                .setMerkleRoot(ByteBuffer.wrap(MerkleTree.root(hashes)))
                .setExamples(update.examples())
                .setWeight(weight)
                .setPrivacySpent(update.privacySpent());
        return new DraftUpdate(chunks, commit);
    }

    private UpdateCommit sign(UpdateCommit.Builder draft) {
        UpdateCommit unsigned = draft.setSignatureAlgorithm(identity.signatureAlgorithm())
                .setSignature(UNSIGNED.duplicate())
                .build();
        byte[] signature = identity.sign(Digests.commitDigest(unsigned));
        return UpdateCommit.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(signature))
                .build();
    }
}
