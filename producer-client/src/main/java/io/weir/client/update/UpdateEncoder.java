package io.weir.client.update;

import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.intercept.DraftUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Checks, clips, encodes, commits to and signs updates. The same input gives the same bytes. */
public final class UpdateEncoder {
    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    private final ParticipantIdentity identity;
    private final UpdateInterceptor interceptor;

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
        this.identity = identity;
        this.interceptor = interceptor;
    }

    /**
     * Makes a round's update. A difference is clipped to the round's bound; statistics are not, since shortened sums
     * would be wrong ones.
     *
     * @throws TrainingException if the values are not finite or not as many as the round asks for, the weight is below
     *     1, the codec cannot carry them, or statistics exceed the bound
     */
    public EncodedUpdate encode(RoundOpened opened, LocalUpdate update) throws TrainingException {
        UpdateChecks.check(opened, update);
        Payloads honest =
                opened.getTask() == RoundTask.STATISTICS ? statistics(opened, update) : difference(opened, update);
        float[] sent = interceptor.beforeEncoding(opened, honest.values());
        Payloads payloads = sent == honest.values()
                ? honest
                : Payloads.encode(opened.getCodec(), sent, opened.getChunkParameters());
        DraftUpdate draft = interceptor.beforeSigning(opened, draft(opened, update, payloads));
        return new EncodedUpdate(opened, draft.chunks(), sign(draft.commit()));
    }

    private static Payloads difference(RoundOpened opened, LocalUpdate update) throws TrainingException {
        return Payloads.encodeClipped(
                opened.getCodec(), update.values(), opened.getChunkParameters(), opened.getClippingBound());
    }

    private static Payloads statistics(RoundOpened opened, LocalUpdate update) throws TrainingException {
        Payloads payloads = Payloads.encode(opened.getCodec(), update.values(), opened.getChunkParameters());
        if (payloads.norm() > opened.getClippingBound()) {
            throw new TrainingException("the statistics have an L2 norm of " + payloads.norm() + ", round "
                    + opened.getRound() + " allows " + opened.getClippingBound() + ": the operator must allow more");
        }
        return payloads;
    }

    private DraftUpdate draft(RoundOpened opened, LocalUpdate update, Payloads payloads) {
        int weight = opened.getTask() == RoundTask.STATISTICS ? 1 : Math.min(update.weight(), opened.getWeightMax());
        int chunkCount = payloads.chunks().chunkCount();
        List<UpdateChunk> chunks = new ArrayList<>(chunkCount);
        List<byte[]> hashes = new ArrayList<>(chunkCount);
        for (int c = 0; c < chunkCount; c++) {
            byte[] payload = payloads.payloads().get(c);
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
                    .setFirstParameter(payloads.chunks().first(c))
                    .setLength(payloads.chunks().length(c))
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
                .setMetrics(update.metrics())
                .setL2Norm(payloads.norm())
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
